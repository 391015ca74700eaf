package com.versaai.hub.delivery;

import static com.versaai.hub.sandbox.SimulatedProvider.SALESFORCE;
import static com.versaai.hub.sandbox.SimulatedProvider.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.StripeSample;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A rightly signed request whose object makes no sense is acknowledged, kept as a dead letter, and holds up nobody. */
@HubTest
class InboxLettersTest {

    private static final String LETTERS = "/api/v1/dead-letters";

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    @BeforeEach
    void fresh() {
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        hub.freshSimulators();
        hub.discardDeadLetters();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount_received\":\"many\",\"amount\":\"many\"}", "{\"amount_received\":-1,\"amount\":-1}", "{\"currency\":[]}",
        "{\"id\":null}", "{\"amount_received\":1e400}", "{\"amount_received\":99999999999999999999999999,\"amount\":99999999999999999999999999}",
        "{\"metadata\":[1],\"currency\":\"\"}", "{\"object\":\"charge\"}"})
    void keepTheRequestAndLetTheNextOnePass(String nonsense) {
        StripeSample sample = nonsensical(nonsense);

        assertThat(hub.post(sample).status()).isEqualTo(200);

        JsonNode letter = letter();
        assertThat(letter.path("destination").asText()).isEqualTo("inbox");
        assertThat(letter.path("type").asText()).isEqualTo("payment_intent.succeeded");
        assertThat(letter.path("class").asText()).isEqualTo("PERMANENT");
        String cause = letter.path("cause").asText();
        assertThat(cause).contains(sample.eventId());
        assertThat(cause.replace(sample.eventId(), "")).as("what was in the request").doesNotContain("many", "99999");
        assertThat(body(letter)).isEqualTo(sample.body());
        assertThat(hub.get("/api/v1/events/" + sample.eventId() + "/timeline").findValuesAsText("step"))
                .containsExactly("received", "verified", "failed");
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.simulators().effects().containing(SLACK, "mapping_failed")).as("operators are told")
                .singleElement().satisfies(alert -> assertThat(alert.key()).startsWith("#alerts|")));
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of("amount", "100")), "delivered");
    }

    @Test
    void failAgainAsTheSameLetterUntilTheRequestIsMended() {
        StripeSample sample = nonsensical("{\"amount_received\":\"many\",\"amount\":\"many\"}");
        hub.post(sample);
        JsonNode letter = letter();
        String id = letter.path("id").asText();

        hub.post(LETTERS + "/" + id + "/replay", null);

        await().atMost(Hub.SOON).untilAsserted(() -> {
            JsonNode again = hub.get(LETTERS + "/" + id);
            assertThat(again.path("state").asText()).isEqualTo("open");
            assertThat(again.path("history").findValuesAsText("outcome")).containsExactly("permanent", "replayed", "permanent");
        });
        assertThat(hub.get(LETTERS + "?destination=inbox").path("items")).hasSize(1);

        ObjectNode payload = (ObjectNode) hub.get(LETTERS + "/" + id).path("payload");
        String mended = sample.body().replace("\"many\"", "4200");
        payload.put("body", Base64.getEncoder().encodeToString(mended.getBytes(StandardCharsets.UTF_8)));
        assertThat(hub.call("PUT", LETTERS + "/" + id + "/payload", payload.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json")).status()).isEqualTo(200);
        hub.post(LETTERS + "/" + id + "/replay", null);

        hub.timelineWhen(sample.eventId(), "delivered");
        await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "/" + id).path("state").asText().equals("delivered"));
        assertThat(hub.simulators().effects().of(SALESFORCE)).singleElement().satisfies(effect -> assertThat(effect.body()).contains("42"));
        assertThat(hub.get(LETTERS + "?destination=inbox").path("items")).isEmpty();
    }

    /** A payment whose object has these fields instead. */
    private StripeSample nonsensical(String fields) {
        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of());
        ObjectNode event = (ObjectNode) hub.read(sample.body());
        ObjectNode object = (ObjectNode) event.at("/data/object");
        hub.read(fields).fieldNames().forEachRemaining(object::remove);
        object.put("instead", true);
        // As text: a tree would not keep numbers that no double can hold.
        String body = event.toString().replace("\"instead\":true", fields.substring(1, fields.length() - 1));
        return new StripeSample(sample.eventId(), sample.type(), body, sample.objectPath(), sample.object());
    }

    private JsonNode letter() {
        JsonNode items = await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "?destination=inbox").path("items"), found -> !found.isEmpty());
        assertThat(items).hasSize(1);
        return hub.get(LETTERS + "/" + items.get(0).path("id").asText());
    }

    private static String body(JsonNode letter) {
        return new String(Base64.getDecoder().decode(letter.at("/payload/body").asText()), StandardCharsets.UTF_8);
    }
}
