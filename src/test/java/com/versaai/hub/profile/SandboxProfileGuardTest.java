package com.versaai.hub.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;

/** Where the sandbox doesn't start: with production's profiles, where production lost its profile, and open to other machines. */
@ExtendWith(OutputCaptureExtension.class)
class SandboxProfileGuardTest {

    private static final String REAL = "whsec_0123456789abcdef";

    /** Nothing but the settings. */
    static class Empty {
    }

    /** The hub's own configuration files, an environment of one's own, and a command line. */
    private static void start(Map<String, String> variables, String... arguments) {
        start(SandboxProfileGuardTest.class.getClassLoader(), variables, arguments);
    }

    private static void start(ClassLoader classes, Map<String, String> variables, String... arguments) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
        application.setEnvironment(environment);
        application.setResourceLoader(new DefaultResourceLoader(classes));
        application.run(arguments).close();
    }

    private static void refused(Map<String, String> variables, String... arguments) {
        assertThatThrownBy(() -> start(variables, arguments)).as(variables + " " + Arrays.toString(arguments)).isInstanceOf(SandboxRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "production", "PROD", "eu-prod", "prod-1", "prod2", "live", "staging", "stage", "stg", "preprod", "uat", "cluster", "kubernetes",
        "k8s", "cloud", "cloud-run", "aws", "azure", "producción", "versaai_live"})
    void sandboxAndProductionExcludeEachOther(String profile) {
        assertThat(ProductionSigns.isProductionProfile(profile)).isTrue();
        refused(Map.of(), "--spring.profiles.active=sandbox," + profile);
        refused(Map.of("SPRING_PROFILES_ACTIVE", profile + ",sandbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test", "local", "demo", "sandbox", "product-demo", "alive", "bench", "anna"})
    void otherProfilesMayStandBesideIt(String profile) {
        assertThat(ProductionSigns.isProductionProfile(profile)).isFalse();
        start(Map.of(), "--spring.profiles.active=sandbox," + profile);
    }

    @ParameterizedTest
    @CsvSource({"HUB_PROVIDER_STRIPE_WEBHOOKSECRETS,whsec_0123456789abcdef", "HUB_PROVIDER_STRIPE_WEBHOOKSECRETS_0,whsec_0123456789abcdef",
        "HUB_PROVIDER_STRIPE_WEBHOOK_SECRETS,'whsec_sandbox,whsec_rolled'", "HUB_PROVIDER_STRIPE_APIKEY,rk_live_x", "HUB_PROVIDER_STRIPE_API_KEY,sk_live_x",
        "HUB_PROVIDER_SLACK_BOTTOKEN,xoxb-1", "HUB_PROVIDER_SLACK_WEBHOOKS_GROWTH,https://hooks.slack.com/services/T/B/x", "HUB_PROVIDER_HUBSPOT_TOKEN,pat-na1-x",
        "HUB_PROVIDER_SALESFORCE_CLIENTSECRET,s", "HUB_PROVIDER_SALESFORCE_EU_CLIENTSECRET,s", "HUB_PROVIDER_MAIL_PASSWORD,p", "HUB_PROVIDER_GROQ_APIKEY,gsk_x",
        "HUB_API_KEYS_0_KEY,0123456789abcdef01234567", "HUB_CONSOLE_PASSWORDHASH,{bcrypt}x", "HUB_CONSOLE_PASSWORD_HASH,{bcrypt}x",
        "HUB_BUS_BROKERS,kafka:9092", "HUB_DATABASE_URL,jdbc:postgresql://db/hub", "SPRING_DATASOURCE_URL,jdbc:postgresql://db/hub", "HUB_REDIS_URL,redis://r",
        "SPRING_DATA_REDIS_URL,redis://r", "SPRING_DATA_REDIS_SENTINEL_NODES_0,r:1", "CAMEL_COMPONENT_KAFKA_SASLJAASCONFIG,x",
        "hub.provider.stripe.api-key,rk_live_x", "hub.provider.stripe.webhook-secrets[0],whsec_x", "'hub.api.keys[0].key',abc", "hub.bus.brokers,kafka:9092"})
    void aHostThatLostItsProfileIsNoSandbox(String name, String value, CapturedOutput output) {
        refused(Map.of(name, value));
        refused(Map.of(name, value, "SPRING_PROFILES_ACTIVE", ""));
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", name, "SPRING_PROFILES_ACTIVE=cluster").doesNotContain("\tat ");
        if (value.length() > 3) {
            assertThat(output.getAll()).as("names, no values").doesNotContain(value);
        }
        refused(Map.of(), "--" + name + "=" + value);
        start(Map.of(name, value), "--spring.profiles.active=live");
    }

    @Test
    void aPlatformIsNoLaptop(CapturedOutput output) {
        Map<String, String> kubernetes = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");
        refused(kubernetes);
        refused(Map.of("WEBSITE_SITE_NAME", "s", "WEBSITE_INSTANCE_ID", "i", "WEBSITE_RESOURCE_GROUP", "g", "WEBSITE_SKU", "k"));
        refused(Map.of("DYNO", "web.1"));
        assertThat(output.getAll()).contains("the platform KUBERNETES", "the platform AZURE_APP_SERVICE", "the platform HEROKU");
        start(kubernetes, "--spring.profiles.active=live");
    }

    @Test
    void whoNamesTheSandboxGetsItAndIsTold(CapturedOutput output) {
        start(Map.of("HUB_PROVIDER_SLACK_BOTTOKEN", "xoxb-real", "SPRING_PROFILES_ACTIVE", "sandbox"));
        assertThat(output.getAll()).containsOnlyOnce("HUB_PROVIDER_SLACK_BOTTOKEN").doesNotContain("xoxb-real").contains(" WARN ");
    }

    @Test
    void whatTheSandboxIsGivenByItselfIsNoSign(CapturedOutput output) {
        start(Map.of("HUB_PROVIDER_INTERCOM_TOKEN", "sandbox-intercom", "HUB_PROVIDER_STRIPE_APIKEY", "rk_sandbox", "HUB_PROVIDER_SLACK_BOTTOKEN", "",
                "HUB_PROVIDER_STRIPE_WEBHOOKTOLERANCE", "600s", "HUB_URL", "http://localhost:8080", "HUB_API_KEY", "sandbox-api-key",
                "SPRING_DATASOURCE_URL", "jdbc:h2:mem:x", "HUB_PROVIDER_SLACK_WEBHOOKS_GROWTH", "http://localhost:8089/slack/services/x"));
        start(Map.of(), "--hub.api.keys[0].name=a", "--hub.api.keys[0].key=sandbox-api-key", "--hub.provider.intercom.token=${NOBODY_SET_THIS:}");
        assertThat(output.getAll()).doesNotContain("looks like", "look like");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", "10.1.2.3", "192.168.1.5", "''", "no.such.host.invalid"})
    void otherMachinesAreLetInOnPurposeOnly(String address, CapturedOutput output) {
        refused(Map.of(), "--spring.profiles.active=sandbox", "--server.address=" + address);
        assertThat(output.getAll()).contains("hub.sandbox.open-to-network=true");
        start(Map.of("HUB_SANDBOX_OPENTONETWORK", "true"), "--spring.profiles.active=sandbox", "--server.address=" + address);
        start(Map.of(), "--spring.profiles.active=live", "--server.address=" + address);
    }

    @Test
    void theSimulatorsAreNeverOpen() {
        for (String open : new String[] {"false", "true"}) {
            refused(Map.of(), "--spring.profiles.active=sandbox", "--hub.sandbox.open-to-network=" + open, "--hub.sandbox.simulators.bind-address=0.0.0.0");
        }
        start(Map.of(), "--hub.sandbox.simulators.bind-address=localhost", "--server.address=::1");
    }

    static Stream<ClassLoader> lacking() {
        return Stream.of(new FilteredClassLoader(new ClassPathResource("META-INF/services/" + SandboxLibrary.class.getName()),
                new ClassPathResource("application-sandbox.yaml")), new FilteredClassLoader("com.github.tomakehurst"));
    }

    @ParameterizedTest
    @MethodSource("lacking")
    void withoutItsLibraryThereIsNoSandbox(ClassLoader lacking, CapturedOutput output) {
        assertThatThrownBy(() -> start(lacking, Map.of())).isInstanceOf(SandboxRefusedException.class);
        assertThat(output.getAll()).contains("No profile is given, which means the sandbox", "no folder lib-sandbox", "SPRING_PROFILES_ACTIVE=cluster",
                "take the whole package").doesNotContain("\tat ");
        assertThatThrownBy(() -> start(lacking, Map.of(), "--spring.profiles.active=sandbox")).isInstanceOf(SandboxRefusedException.class)
                .hasMessageContaining("The profile 'sandbox' is active, but");
        start(lacking, Map.of(), "--spring.profiles.active=live");
    }

    @Test
    void whatLooksLikeProductionIsSaidBeforeWhatIsMissing() {
        assertThatThrownBy(() -> start(lacking().findFirst().orElseThrow(), Map.of("HUB_BUS_BROKERS", "kafka:9092")))
                .hasMessageContaining("looks like production: HUB_BUS_BROKERS");
    }

    @Test
    void noSecondPortAndNoHearsay() {
        refused(Map.of(), "--management.server.port=9090");
        refused(Map.of("MANAGEMENT_SERVER_PORT", "0"));
        assertThatCode(() -> start(Map.of(), "--management.server.port=-1")).doesNotThrowAnyException();
        refused(Map.of(), "--server.forward-headers-strategy=native");
        refused(Map.of("SERVER_FORWARDHEADERSSTRATEGY", "framework"));
    }
}
