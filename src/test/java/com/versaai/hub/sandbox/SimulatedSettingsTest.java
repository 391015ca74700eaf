package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Where the sandbox has the addresses and credentials of its providers from, and what goes before them. */
class SimulatedSettingsTest {

    private static final String URL = "hub.sandbox.providers-url";

    /** Nothing but the settings. */
    static class Empty {
    }

    /** The hub's own configuration files, an environment of one's own, and a command line. */
    private static ConfigurableEnvironment start(Map<String, String> variables, String... arguments) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
        application.setEnvironment(environment);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            return context.getEnvironment();
        }
    }

    static List<SimulatedProvider> providers() {
        return SimulatedProvider.values();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theSandboxHasWhatEachAnnounces(SimulatedProvider provider) {
        ConfigurableEnvironment sandbox = start(Map.of(), "--hub.sandbox.simulators.port=4711");
        provider.settings("http://localhost:4711").forEach((name, value) -> assertThat(sandbox.getProperty(name)).as(name).isEqualTo(value));
        ConfigurableEnvironment elsewhere = start(Map.of(), "--" + URL + "=http://localhost:1");
        provider.settings("http://localhost:1").forEach((name, value) -> assertThat(elsewhere.getProperty(name)).as(name).isEqualTo(value));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void noOtherProfileHasThem(SimulatedProvider provider) {
        ConfigurableEnvironment live = start(Map.of(), "--spring.profiles.active=live");
        provider.settings("http://localhost:8089").forEach((name, value) -> {
            if (value.contains("sandbox") || value.contains("localhost")) {
                assertThat(live.getProperty(name)).as(name).isNotEqualTo(value);
            }
        });
    }

    @Test
    void environmentAndCommandLineGoBefore() {
        Map<String, String> variables = Map.of("HUB_PROVIDER_SLACK_BOTTOKEN", "xoxb-sandbox-mine", "HUB_PROVIDER_STRIPE_WEBHOOKSECRETS", "sandbox-a,sandbox-b");
        ConfigurableEnvironment environment = start(variables, "--hub.provider.hubspot.base-url=http://localhost:2");
        assertThat(environment.getProperty("hub.provider.slack.bot-token")).isEqualTo("xoxb-sandbox-mine");
        assertThat(environment.getProperty("hub.provider.hubspot.base-url")).isEqualTo("http://localhost:2");
        assertThat(secrets(environment)).containsExactly("sandbox-a", "sandbox-b");
        assertThat(secrets(start(Map.of()))).containsExactly("whsec_sandbox");
    }

    private static List<String> secrets(ConfigurableEnvironment environment) {
        return Binder.get(environment).bind("hub.provider.stripe.webhook-secrets", Bindable.listOf(String.class)).get();
    }

    @Test
    void soDoFilesOfOnesOwn(@TempDir Path folder) throws IOException {
        String settings = "hub.provider.slack: {bot-token: xoxb-sandbox-file, base-url: 'http://localhost:3'}\n";
        String here = "--spring.config.additional-location=file:" + folder + "/";
        for (String file : List.of("application.yaml", "application-sandbox.yaml")) {
            Files.writeString(folder.resolve(file), settings.replace(":3", ":" + file.length()));
            ConfigurableEnvironment own = start(Map.of(), "--spring.profiles.active=sandbox", here);
            assertThat(own.getProperty("hub.provider.slack.bot-token")).isEqualTo("xoxb-sandbox-file");
            assertThat(own.getProperty("hub.provider.slack.base-url")).isEqualTo("http://localhost:" + file.length());
            assertThat(own.getProperty("hub.provider.segment.write-key")).as("the others stay").isEqualTo("segment-sandbox");
        }
    }

    @Test
    void theyAreNoSignOfProduction() {
        // Named by nobody, so that any sign would refuse; a webhook's address is one, unless it is the sandbox's own.
        ConfigurableEnvironment environment = start(Map.of(), "--" + URL + "=http://simulators.example:1");
        assertThat(environment.getProperty("hub.provider.slack.webhooks.growth")).startsWith("http://simulators.example:1/");
        assertThat(Arrays.asList(environment.getActiveProfiles())).isEmpty();
    }
}
