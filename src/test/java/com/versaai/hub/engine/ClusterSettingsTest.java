package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.kafka.springboot.KafkaComponentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What the profile cluster asks for before it starts, and how its admin client logs in. */
@ExtendWith(OutputCaptureExtension.class)
class ClusterSettingsTest {

    private static final String[] COMPLETE = {"--spring.profiles.active=cluster", "--hub.bus.brokers=localhost:1",
        "--HUB_DATABASE_URL=jdbc:postgresql://localhost:1/hub", "--HUB_DATABASE_USER=hub", "--HUB_DATABASE_PASSWORD=", "--HUB_REDIS_URL=redis://localhost:1"};

    /** Nothing but the settings. */
    static class Empty {
    }

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.run(arguments).close();
    }

    @Test
    void saysEverythingThatIsMissingInOneSentence(CapturedOutput output) {
        assertThatThrownBy(() -> start("--spring.profiles.active=cluster")).isInstanceOf(EngineStartException.class);

        assertThat(output).contains("The profile 'cluster' needs HUB_BUS_BROKERS (hub.bus.brokers), HUB_DATABASE_URL (spring.datasource.url), "
                + "HUB_DATABASE_USER (spring.datasource.username), HUB_DATABASE_PASSWORD (spring.datasource.password), "
                + "HUB_REDIS_URL (spring.data.redis.url).").doesNotContain("\tat ");
    }

    @Test
    void takesSettingsFromTheEnvironmentAndAnEmptyPassword() {
        start(COMPLETE);
    }

    @Test
    void keepsRecordsInPostgresOnly(CapturedOutput output) {
        String[] arguments = COMPLETE.clone();
        arguments[2] = "--HUB_DATABASE_URL=jdbc:h2:mem:secret-place";

        assertThatThrownBy(() -> start(arguments)).isInstanceOf(EngineStartException.class);

        assertThat(output).contains("does not start with jdbc:postgresql:").doesNotContain("secret-place").doesNotContain("\tat ");
    }

    @Test
    void asksForNothingWithoutTheProfile() {
        start();
    }

    @Test
    void logsTheAdminClientInAsTheRoutesDo() {
        Map<String, Object> settings = AdminSettings.of(new Brokers("kafka:9093"), clients(Map.of(
                "CAMEL_COMPONENT_KAFKA_SECURITYPROTOCOL", "SASL_SSL",
                "CAMEL_COMPONENT_KAFKA_SASLMECHANISM", "SCRAM-SHA-512",
                "CAMEL_COMPONENT_KAFKA_SASLJAASCONFIG", "org.example.Login required username=\"u\" password=\"p+%\";",
                "CAMEL_COMPONENT_KAFKA_SSLTRUSTSTORELOCATION", "/etc/hub/truststore.p12",
                "CAMEL_COMPONENT_KAFKA_SSLTRUSTSTOREPASSWORD", "t",
                "CAMEL_COMPONENT_KAFKA_LINGERMS", "2")));

        assertThat(settings).containsEntry("bootstrap.servers", "kafka:9093")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", "org.example.Login required username=\"u\" password=\"p+%\";")
                .containsEntry("ssl.truststore.location", "/etc/hub/truststore.p12")
                .containsEntry("ssl.truststore.password", "t")
                .containsEntry("client.id", "hub-admin")
                .doesNotContainKeys("linger.ms", "acks", "key.serializer");
    }

    @Test
    void asksAPlainKafkaForNothing() {
        assertThat(AdminSettings.of(new Brokers("kafka:9092"), clients(Map.of()))).containsEntry("security.protocol", "PLAINTEXT")
                .doesNotContainKeys("sasl.mechanism", "sasl.jaas.config");
    }

    @Test
    void refusesToAcknowledgeNothing() {
        assertThatThrownBy(() -> new BusProperties(null, "b", (short) 1, (short) 2, 1, 1, 1, null, false, 1, null, null))
                .hasMessageContaining("min-insync-replicas");
    }

    private static KafkaComponentConfiguration clients(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", new HashMap<>(variables)));
        return Binder.get(environment).bindOrCreate("camel.component.kafka", KafkaComponentConfiguration.class);
    }
}
