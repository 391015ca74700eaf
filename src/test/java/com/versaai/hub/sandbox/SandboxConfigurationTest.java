package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.Providers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class SandboxConfigurationTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SandboxProperties.class)
    @Import({SandboxConfiguration.class, SandboxController.class})
    static class App {
    }

    private final ApplicationContextRunner app = new ApplicationContextRunner().withUserConfiguration(App.class)
            .withPropertyValues("hub.sandbox.simulators.port=0");

    @Test
    void startsInProfileSandboxOnly() {
        app.withPropertyValues("spring.profiles.active=sandbox").run(context -> {
            assertThat(context).hasSingleBean(SandboxController.class);
            assertThat(context.getBean(Simulators.class).port()).isPositive();
        });
        app.run(context -> assertThat(context).doesNotHaveBean(Simulators.class).doesNotHaveBean(SandboxController.class));
    }

    @Test
    void simulatorsCanRunElsewhere() {
        app.withPropertyValues("spring.profiles.active=sandbox", "hub.sandbox.simulators.enabled=false")
                .run(context -> assertThat(context).hasSingleBean(SandboxController.class).doesNotHaveBean(Simulators.class));
    }

    @Test
    void aSimulatorsOptionsAreSettings() {
        app.withPropertyValues("spring.profiles.active=sandbox", "hub.sandbox.simulators.slack-channels=vip,growth").run(context -> {
            String chat = context.getBean(Simulators.class).url(Providers.SLACK) + "/api/chat.postMessage";
            assertThat(post(chat, "vip")).contains("\"ok\":true");
            assertThat(post(chat, "alerts")).contains("channel_not_found");
        });
    }

    private static String post(String chat, String channel) {
        return Web.post(chat, Web.json("Bearer xoxb-sandbox"), "{\"channel\":\"#" + channel + "\",\"text\":\"x\"}").body();
    }

    @Test
    void findsTheHubAtThePortItReallyGot() {
        app.withPropertyValues("spring.profiles.active=sandbox", "server.port=0", "local.server.port=4711")
                .run(context -> assertThat(context.getBean(HubAddress.class).resolve("/x")).hasToString("http://localhost:4711/x"));
        app.withPropertyValues("spring.profiles.active=sandbox", "hub.sandbox.hub-url=http://hub.example:1/")
                .run(context -> assertThat(context.getBean(HubAddress.class).resolve("/x")).hasToString("http://hub.example:1/x"));
    }

    @Test
    void aTakenPortFailsTheStartWithAnAnalysis() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            app.withPropertyValues("spring.profiles.active=sandbox", "hub.sandbox.simulators.port=" + taken.getLocalPort()).run(context -> {
                assertThat(context).hasFailed();
                FailureAnalysis analysis = analysis(context.getStartupFailure());
                assertThat(analysis.getDescription()).contains(Integer.toString(taken.getLocalPort()), "in use");
                assertThat(analysis.getAction()).contains("hub.sandbox.simulators.port");
            });
        }
    }

    /** What the hub's own analyzers make of it. */
    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, FailureHandler.handleMessage((message, e) -> { }))
                .stream().filter(analyzer -> analyzer.getClass().getName().startsWith("com.versaai.hub."))
                .map(analyzer -> analyzer.analyze(failure)).filter(Objects::nonNull).findFirst().orElseThrow();
    }
}
