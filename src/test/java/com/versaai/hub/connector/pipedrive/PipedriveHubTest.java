package com.versaai.hub.connector.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.LateUpdates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The whole way: an event to Pipedrive, Pipedrive's webhooks to events, and what the mappings make of each. */
@HubTest
@DirtiesContext // a context of its own, whose hub delivers to Pipedrive; no other class can use it
@TestPropertySource(properties = {"spring.jmx.enabled=false", "hub.delivery.destinations.pipedrive.enabled=true", "hub.delivery.destinations.pipedrive.policy.rate.permits=0",
    "hub.provider.pipedrive.webhook-secrets=pipedrive:hook-sandbox,hubuser:hubpass-1"})
class PipedriveHubTest {

    private static final SimulatedProvider PIPEDRIVE = SimulatedProvider.of("pipedrive").orElseThrow();
    private static final String TOPIC = "hub.events.crm.record.changed";
    /** Of the provider reference: hubuser and hubpass-1. */
    private static final String REFERENCE = "Basic aHVidXNlcjpodWJwYXNzLTE=";
    private static final String WEBHOOK = """
            {"meta":{"action":"%s","entity":"%s","entity_id":"42","id":"%s","company_id":"1","user_id":"7","timestamp":"2025-10-09T08:53:20.123Z",
             "version":"2.0","attempt":1},"data":%s,"previous":%s}""";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private Mappings mappings;
    @Autowired
    private ObjectMapper json;

    private final String id = UUID.randomUUID().toString();
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        mark = bus.end(TOPIC);
    }

    private Hub.Answer send(String authorization, String body) {
        return hub.call("POST", "/webhooks/pipedrive", body.getBytes(StandardCharsets.UTF_8),
                authorization == null ? Map.of("Content-Type", "application/json") : Map.of("Content-Type", "application/json", "Authorization", authorization));
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        bus.since(mark).forEach(record -> events.add(hub.read(new String(record.value(), StandardCharsets.UTF_8))));
        return events;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "create | created | person   | {\"id\":42,\"name\":\"Ana\"} | null              | ``",
        "change | updated | deal     | {\"id\":42,\"title\":\"B\"}  | {\"title\":\"A\"} | title",
        "delete | deleted | activity | null                         | {\"id\":42}       | ``"})
    void aWebhookBecomesAnEventOnce(String action, String change, String entity, String data, String previous, String field) {
        String body = WEBHOOK.formatted(action, entity, id, data, previous);
        assertThat(send(REFERENCE, body).status()).isEqualTo(200);
        assertThat(send("Basic " + Base64.getEncoder().encodeToString("pipedrive:hook-sandbox".getBytes(StandardCharsets.UTF_8)),
                body.replace("\"attempt\":1", "\"attempt\":2")).status()).as("sent again").isEqualTo(200);

        hub.timeline(id, timeline -> timeline.path("steps").findValuesAsText("step").containsAll(List.of("ignored", "duplicate")));
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.path("source").asText()).isEqualTo("/pipedrive");
            assertThat(event.path("originid").asText()).isEqualTo(id);
            assertThat(event.path("subject").asText()).isEqualTo("pipedrive-" + entity + "-42");
            assertThat(event.path("time").asText()).isEqualTo("2025-10-09T08:53:20.123Z");
            assertThat(event.path("data")).isEqualTo(hub.read("{\"crm\":\"pipedrive\",\"object\":\"" + entity + "\",\"id\":\"42\",\"change\":\"" + change + "\","
                    + (field.isEmpty() ? "" : "\"fields\":[\"" + field + "\"],") + "\"user\":\"7\"}"));
        });
    }

    @Test
    void whoeverDoesNotKnowThePasswordIsTurnedAway() {
        String body = WEBHOOK.formatted("create", "person", id, "{}", "null");
        for (String wrong : new String[] {null, "Basic aHVidXNlcjpodWJwYXNzLTI=", "Bearer hubuser:hubpass-1", "Basic ", "Basic %%%"}) {
            assertThat(send(wrong, body).status()).as(wrong).isEqualTo(401);
        }
        assertThat(events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "[]", "{}", "{\"meta\":{}}", "{\"meta\":{\"id\":\"1\"}}", "{\"meta\":\"x\"}"})
    void garbageIsRefused(String body) {
        assertThat(send(REFERENCE, body).status()).isEqualTo(400);
        assertThat(events()).isEmpty();
    }

    private List<JsonNode> mapped(String action, String entity, String entityId) {
        String body = WEBHOOK.formatted(action, entity, id, "null", "null").replace("\"42\"", entityId);
        return mappings.ofRequest("pipedrive", "inbound", hub.read(body), json.createObjectNode());
    }

    @Test
    void ofOtherActionsNothingComesAndWithoutARecordItIsAFault() {
        assertThat(mapped("merge", "person", "1")).isEmpty();
        assertThat(mapped("change", "organization", "1")).singleElement().satisfies(event -> {
            assertThat(event.at("/data/object").asText()).isEqualTo("organization");
            assertThat(event.at("/data/id").asText()).isEqualTo("1");
        });
        for (String[] bad : new String[][] {{"person", "null"}, {"person", "{}"}, {"../x", "1"}, {"", "1"}}) {
            assertThatThrownBy(() -> mapped("change", bad[0], bad[1])).as(bad[0] + bad[1]).isInstanceOf(MappingException.class);
        }
    }

    private Mapped map(String action, String fixture) throws IOException {
        Event event = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(Path.of("src/test/resources/fixtures/events", fixture + ".json").toFile(), Event.class);
        return mappings.map("pipedrive", action, event).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "lead         | user-registered        | persons    | ana.moreau@acme.example  | {\"name\":\"Ana María Moreau\"}",
        "lead         | lead-created           | persons    | joao@loja.example        | {\"name\":\"João\"}",
        "opportunity  | payment-processed      | deals      | pi_hub_1                 | {\"title\":\"Pago pi_hub_1: $123.45\",\"value\":123.45,\"status\":\"won\"}",
        "subscription | subscription-changed   | deals      | subscription:sub_hub_1   | {\"title\":\"Suscripción Pro · cus_hub1\",\"status\":\"won\",\"expected_close_date\":\"2025-10-09\"}",
        "subscription | trial-started          | deals      | subscription:cus_hub1    | {\"title\":\"Prueba\",\"status\":\"open\",\"expected_close_date\":\"2025-11-09\"}",
        "usage        | usage-threshold        | deals      | usage:cus_hub1:tokens    | {\"title\":\"Uso de tokens al 92 % · cus_hub1\",\"expected_close_date\":\"2025-11-08\"}",
        "ticket       | support-ticket-created | activities | T-55                     | {\"subject\":\"No puedo entrar\",\"type\":\"task\",\"due_date\":\"2025-10-09\",\"note\":\"Desde ayer\",\"done\":false}"})
    void mapsEachEventToItsRecord(String action, String fixture, String object, String key, String payload) throws IOException {
        Mapped mapped = map(action, fixture);
        assertThat(mapped.object()).isEqualTo(object);
        assertThat(mapped.key()).isEqualTo(key);
        JsonNode expected = hub.read(payload);
        JsonNode made = hub.read(mapped.payload().toString());
        if (action.equals("subscription")) {
            // The sentence is the text bundle's; here only that there is one.
            assertThat(made.path("title").asText()).isNotBlank();
            ((ObjectNode) made).set("title", expected.path("title"));
        }
        assertThat(made).isEqualTo(expected);
    }

    @Test
    void anEventReachesPipedriveOnce() {
        String address = id + "@example.test";
        String event = hub.publish("user.registered", Map.of("id", "u-" + id, "email", address, "name", "Ada Lovelace", "source", "web"));
        hub.deliveryWhen(event, "pipedrive", "delivered");
        assertThat(hub.simulators().effects().find(PIPEDRIVE, "persons/" + address)).hasValueSatisfying(effect -> assertThat(effect.effects()).isEqualTo(1));
    }

    @Test
    void anUnansweredSearchIsTriedAgainAndALostAnswerIsADeadLetter() {
        String address = id + "@example.test";
        hub.simulators().faults().set(PIPEDRIVE, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/v2/persons/search").withCount(1));
        String event = hub.publish("user.registered", Map.of("id", "u-" + id, "email", address, "name", "Ada Lovelace"));
        hub.deliveryWhen(event, "pipedrive", "delivered");

        hub.simulators().faults().set(PIPEDRIVE, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/v2/activities").withAfterEffect().withCount(1));
        String ticket = hub.publish("support.ticket.created", Map.of("id", "t-" + id, "email", address, "name", "Ada", "subject", "<b>Help</b>",
                "description", "<img src=x>"));
        assertThat(hub.deadLetter(ticket, "pipedrive").path("class").asText()).isEqualTo("IN_DOUBT");
        assertThat(hub.simulators().effects().of(PIPEDRIVE)).filteredOn(effect -> effect.key().startsWith("activities/")).singleElement()
                .satisfies(effect -> assertThat(effect.body()).contains("&lt;img").doesNotContain("<img"));
    }

    @Test
    void anUpdateThatComesAfterTheEndDoesNotReviveIt() {
        LateUpdates.changeNothing(hub, PIPEDRIVE);
    }
}
