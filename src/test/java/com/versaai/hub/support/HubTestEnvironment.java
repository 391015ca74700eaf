package com.versaai.hub.support;

import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Random ports, a data folder of its own, short waits; one set of simulators for the test JVM. */
public final class HubTestEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Simulators SIMULATORS = new Simulators(SimulatorSettings.onPort(0).withoutRateLimits()).start();

    /** The second active Stripe secret, as while one is rolled. */
    public static final String ROLLED_SECRET = "whsec_rolled";

    /** Of an operator as outside the sandbox: neither {@code dead-letters:forge} nor {@code routes:code}. */
    public static final String OPERATOR_KEY = "operator-api-key";
    /** Of a second tenant of the AI gateway. */
    public static final String OTHER_KEY = "other-api-key";
    /** Of one with a budget. */
    public static final String METERED_KEY = "metered-api-key";
    private static final String OPERATORS_SCOPES = "events:write,ai,deliveries:read,dead-letters:read,dead-letters:write,loads:write,routes:read,routes:dry-run";
    private static final String EVERY_SCOPE = OPERATORS_SCOPES + ",contacts:read,dead-letters:forge,routes:code,slack:install,slack:write";

    /** The simulators every context of this JVM calls. */
    public static Simulators simulators() {
        return SIMULATORS;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        // For senders that have no simulator, which would have given theirs.
        Senders.all().forEach((connector, manifest) -> {
            String secrets = "hub.provider." + connector + ".webhook-secrets";
            if (!context.getEnvironment().containsProperty(secrets)) {
                TestPropertyValues.of(secrets + '=' + Senders.secret(connector, manifest.inbound().proof().scheme())).applyTo(context);
            }
        });
        Path data = temporaryFolder();
        TestPropertyValues.of(
                "hub.bus.embedded.port=0",
                "hub.bus.embedded.data-dir=" + data.resolve("kafka"),
                "spring.datasource.url=jdbc:h2:file:" + data.resolve("hub").toAbsolutePath()
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                "hub.api.local-access=" + data,
                // As the sandbox has it, and one who works on dead letters but cannot forge, nor run code.
                "hub.api.keys[0].name=sandbox", "hub.api.keys[0].key=sandbox-api-key", "hub.api.keys[0].scopes=" + EVERY_SCOPE,
                "hub.api.keys[1].name=operator", "hub.api.keys[1].key=" + OPERATOR_KEY, "hub.api.keys[1].scopes=" + OPERATORS_SCOPES,
                // Here, not in the tests of the AI gateway: a list comes whole from one place, and this one counts.
                "hub.api.keys[2].name=other", "hub.api.keys[2].key=" + OTHER_KEY, "hub.api.keys[2].scopes=ai",
                "hub.api.keys[3].name=metered", "hub.api.keys[3].key=" + METERED_KEY, "hub.api.keys[3].scopes=ai",
                "hub.sandbox.simulators.enabled=false",
                "hub.sandbox.providers-url=http://localhost:" + SIMULATORS.port(),
                "hub.provider.stripe.webhook-secrets=whsec_sandbox," + ROLLED_SECRET,
                // What the simulated Slack signs with, and one of its users who may act.
                "hub.provider.slack.webhook-secrets=slack-signing-secret-sandbox", "hub.chat.operators=slack/T000/U000ANA",
                // Of the simulated app; the bot token is used still where nothing names a workspace.
                "hub.slack.oauth.enabled=true", "hub.slack.oauth.client-id=111.222", "hub.slack.oauth.client-secret=slack-client-secret-sandbox",
                "hub.slack.oauth.redirect-url=https://hub.example.com/slack/oauth/callback",
                "hub.slack.oauth.authorize-url=" + SIMULATORS.url(SimulatedProvider.of("slack").orElseThrow()) + "/oauth/v2/authorize",
                "hub.slack.oauth.keys=" + Base64.getEncoder().encodeToString(new byte[32]),
                "hub.slack.api.channels=#growth,#support,#nowhere",
                // Several hubs live in one test JVM, and what they ask Kafka at rest the tests pay. What there is to read is still read at once.
                "camel.component.kafka.fetch-wait-max-ms=2000",
                "hub.ops.parking-period=100", "hub.ops.dead-letter-jobs-period=100",
                // A probe would take a fault that is meant for a test's call.
                "hub.ai.status.probe-period=${test.ai-probe-period:3600000}", "hub.ai.status.probe-delay=${test.ai-probe-delay:3600000}",
                "hub.delivery.lease=2s",
                "hub.delivery.defaults.retry.first=20ms",
                "hub.delivery.defaults.parking=300ms,300ms,1h",
                "hub.delivery.defaults.circuit.open-for=1s",
                "hub.delivery.destinations.slack.policy.rate.permits=${test.slack-rate:0}",
                "hub.delivery.destinations.slack-alerts.policy.rate.permits=${test.slack-rate:0}",
                "hub.delivery.destinations.slack.policy.key-rate.permits=${test.slack-rate:0}",
                "hub.delivery.destinations.slack-alerts.policy.key-rate.permits=${test.slack-rate:0}",
                // What a class before has made fail must not keep quiet what this one waits for.
                "hub.alerts.window=${test.alerts-window:1s}", "hub.ops.alerts-period=100",
                "hub.delivery.destinations.hubspot.policy.rate.permits=0", "hub.delivery.destinations.amplitude.policy.rate.permits=0")
                .applyTo(context);
    }

    /** Below target/, removed by {@code mvn clean}: deleting it in a shutdown hook would pull it from under the broker. */
    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "hub-test")), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
