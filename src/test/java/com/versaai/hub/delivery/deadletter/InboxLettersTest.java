package com.versaai.hub.delivery.deadletter;

import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.event.Event;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.util.UriUtils;

/** A rightly signed request whose object makes no sense is acknowledged, kept as a dead letter, and holds up nobody. */
@HubTest
class InboxLettersTest {

    private static final String LETTERS = "/api/v1/dead-letters";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;
    @Autowired
    private TopicReader reader;
    @Autowired
    private ObjectMapper mapper;

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
        // The letter is there before the request is written down.
        hub.timeline(sample.eventId(), timeline -> timeline.findValuesAsText("step").equals(List.of("received", "verified", "failed")));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.simulators().effects().containing(SLACK, "mapping_failed")).as("operators are told")
                .singleElement().satisfies(alert -> assertThat(alert.key()).startsWith("#alerts|")));
        everyIdOfItLeadsSomewhere(letter, sample.eventId());
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of("amount", "100")), "delivered");
    }

    private void everyIdOfItLeadsSomewhere(JsonNode letter, String sent) {
        assertThat(letter.path("eventId").asText()).isEqualTo(sent);
        for (String id : List.of(letter.path("id").asText(), letter.path("deliveryId").asText())) {
            assertThat(hub.get(LETTERS + "/" + UriUtils.encode(id, StandardCharsets.UTF_8)).path("id")).as(id).isEqualTo(letter.path("id"));
        }
        assertThat(hub.get("/api/v1/deliveries?event=" + sent).path("items")).singleElement().satisfies(one -> {
            assertThat(one.path("deliveryId")).isEqualTo(letter.path("deliveryId"));
            assertThat(one.path("eventId").asText()).isEqualTo(sent);
        });
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
        assertThat(payload.at("/headers/hub-key").asText()).as("it waits in turn with what is about the same").startsWith("stripe/cus_");
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

    /** The attack: a request that Stripe signed and the hub could not map is edited into a payment that never was. */
    @Test
    void areNotEditedIntoAPaymentThatNeverWas() {
        StripeSample sample = nonsensical("{\"amount_received\":\"many\",\"amount\":\"many\"}");
        hub.post(sample);
        JsonNode letter = letter();
        String path = LETTERS + "/" + letter.path("id").asText();
        byte[] forged = forged(letter, sample);

        Hub.Answer byHttp = hub.callAs(HubTestEnvironment.OPERATOR_KEY, "PUT", path + "/payload", forged, JSON);
        Hub.Answer byJmx = hub.call("POST", "/jolokia", jolokia("edit", letter.path("id").asText(), new String(forged, StandardCharsets.UTF_8)), JSON);

        assertThat(byHttp.status()).as(byHttp.body()).isEqualTo(403);
        assertThat(hub.read(byHttp.body()).path("scope").asText()).isEqualTo("dead-letters:forge");
        assertThat(hub.read(byJmx.body()).path("status").asInt()).as(byJmx.body()).isGreaterThanOrEqualTo(400);
        assertThat(byJmx.body()).contains("dead-letters:forge");
        assertThat(hub.get(path).path("payload")).isEqualTo(letter.path("payload"));
        assertThat(hub.get(path).path("history")).hasSize(1);
        assertThat(hub.callAs(HubTestEnvironment.OPERATOR_KEY, "POST", path + "/replay", null, Map.of()).status()).as("as it came").isEqualTo(202);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.get(path).path("history").findValuesAsText("outcome"))
                .containsExactly("permanent", "replayed", "permanent"));
        assertThat(hub.effects(SALESFORCE)).isZero();
    }

    /** One who may forge does it in the open: the event, its timeline and the history say who. */
    @Test
    void areMarkedWhereSomebodyMayEditThem() {
        StripeSample sample = nonsensical("{\"amount_received\":\"many\",\"amount\":\"many\"}");
        hub.post(sample);
        JsonNode letter = letter();
        String path = LETTERS + "/" + letter.path("id").asText();
        Instant before = Instant.now().minusSeconds(60);

        assertThat(hub.call("PUT", path + "/payload", forged(letter, sample), JSON).status()).isEqualTo(200);
        hub.post(path + "/replay", null);

        JsonNode timeline = hub.timelineWhen(sample.eventId(), "delivered");
        assertThat(timeline.path("steps").findValuesAsText("detail")).anyMatch(detail -> detail.contains("edited by sandbox after its signature was checked"))
                .anyMatch(detail -> detail.equals("signature ok, edited since"));
        String id = timeline.path("events").get(0).path("id").asText();
        List<Event> published = reader.read(List.of("hub.events.payment.processed"), before, value -> {
            Event event = event(value);
            return event.id().equals(id) ? event : null;
        }, 1, Hub.SOON);
        assertThat(published).singleElement().extracting(Event::editedby).isEqualTo("sandbox");
        assertThat(hub.get(path).path("history").get(1).path("message").asText()).isEqualTo("by sandbox");
    }

    private Event event(byte[] value) {
        try {
            return mapper.readValue(value, Event.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** USD 999 999. */
    private static byte[] forged(JsonNode letter, StripeSample sample) {
        String body = sample.body().replace("\"many\"", "99999900");
        ObjectNode payload = ((ObjectNode) letter.path("payload")).deepCopy();
        payload.put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        return payload.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] jolokia(String operation, String... arguments) {
        ObjectNode request = mapper.createObjectNode().put("type", "exec").put("mbean", "com.versaai.hub:type=DeadLetters").put("operation", operation);
        request.set("arguments", mapper.valueToTree(arguments));
        return request.toString().getBytes(StandardCharsets.UTF_8);
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
