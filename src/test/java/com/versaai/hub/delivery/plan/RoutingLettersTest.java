package com.versaai.hub.delivery.plan;

import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A mapping that fails keeps the event, not its deliveries; once it is mended the replay causes what is still missing. */
@HubTest
@DirtiesContext // a context of its own, since it breaks mapping files; no other class can use it
class RoutingLettersTest {

    private static final String LETTERS = "/api/v1/dead-letters";
    private static final Path MAPPINGS = Path.of("routes/connectors");
    private static Path copy;

    @Autowired
    private Hub hub;

    private final String email = UUID.randomUUID() + "@example.test";

    @DynamicPropertySource
    static void ownMappings(DynamicPropertyRegistry registry) throws IOException {
        copy = Files.createTempDirectory(Files.createDirectories(Path.of("target", "hub-test")), "mappings");
        try (Stream<Path> files = Files.walk(MAPPINGS)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(MAPPINGS.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        registry.add("hub.connectors.location", () -> copy.toString());
        registry.add("spring.jmx.enabled", () -> "false");
    }

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    @Test
    void keepTheEventForOneDestinationUntilItsMappingIsMended() throws IOException {
        Path mapping = copy.resolve("slack/user-registered.jq");
        Files.writeString(mapping, "{payload: {text: error(.data.email)}}");
        String id = register();

        JsonNode failed = hub.timelineWhen(id, "dead");

        assertThat(failed.findValuesAsText("step")).contains("failed", "routed");
        JsonNode letter = letter();
        String letterId = letter.path("id").asText();
        assertThat(letter.path("destination").asText()).isEqualTo("routing");
        assertThat(letter.path("action").asText()).isEqualTo("user-events-notify");
        assertThat(letter.path("code").asText()).isEqualTo("mapping_failed");
        assertThat(letter.path("cause").asText()).contains("slack: ", "user-registered.jq").doesNotContain(email);
        assertThat(letter.at("/payload/data/email").asText()).isEqualTo(email);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.simulators().effects().containing(SLACK, "mapping_failed")).as("operators are told")
                .singleElement().satisfies(alert -> assertThat(alert.key()).startsWith("#alerts|")));
        hub.deliveryWhen(id, "salesforce", "delivered");
        assertThat(hub.effects(SALESFORCE)).as("the others get it").isEqualTo(1);
        assertThat(hub.simulators().effects().containing(SLACK, email)).isEmpty();

        hub.post(LETTERS + "/" + letterId + "/replay", null);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.get(LETTERS + "/" + letterId).path("history").findValuesAsText("outcome"))
                .containsExactly("permanent", "replayed", "permanent"));
        assertThat(letter().path("id").asText()).as("still the same letter").isEqualTo(letterId);

        Files.copy(MAPPINGS.resolve("slack/user-registered.jq"), mapping, StandardCopyOption.REPLACE_EXISTING);
        hub.post(LETTERS + "/" + letterId + "/replay", null);

        hub.timelineWhen(id, "delivered");
        assertThat(hub.simulators().effects().containing(SLACK, email)).hasSize(1);
        assertThat(hub.effects(SALESFORCE)).isEqualTo(1);
        assertThat(hub.get(LETTERS + "?destination=routing").path("items")).isEmpty();
    }

    @Test
    void mendTheEventInsteadOfTheMapping() throws IOException {
        Path mapping = copy.resolve("salesforce/lead.jq");
        String good = Files.readString(mapping);
        Files.writeString(mapping, "if .data.email == \"" + email + "\" then error else (" + good + ") end");
        String id = register();
        hub.timelineWhen(id, "dead");
        JsonNode letter = letter();
        String letterId = letter.path("id").asText();

        ((ObjectNode) letter.at("/payload/data")).put("email", "mended." + email);
        Hub.Answer edited = hub.callAs(HubTestEnvironment.OPERATOR_KEY, "PUT", LETTERS + "/" + letterId + "/payload", letter.path("payload").toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        assertThat(edited.status()).as(edited.body()).isEqualTo(200);
        hub.post(LETTERS + "/" + letterId + "/replay", null);

        hub.timelineWhen(id, "delivered");
        assertThat(hub.simulators().effects().containing(SALESFORCE, "mended." + email)).hasSize(1);
        assertThat(hub.get(LETTERS + "/" + letterId).path("history").findValuesAsText("outcome"))
                .containsExactly("permanent", "edited", "replayed");
        Files.writeString(mapping, good);
    }

    private String register() {
        return hub.publish("user.registered", Map.of("id", "u-" + email, "email", email, "name", "Ada Lovelace", "source", "web"));
    }

    private JsonNode letter() {
        JsonNode items = await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "?destination=routing").path("items"), found -> !found.isEmpty());
        assertThat(items).hasSize(1);
        return hub.get(LETTERS + "/" + items.get(0).path("id").asText());
    }
}
