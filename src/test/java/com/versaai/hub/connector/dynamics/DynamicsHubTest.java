package com.versaai.hub.connector.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.event.EventId;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.LateUpdates;
import com.versaai.hub.support.Providers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The whole way: events to Dynamics, and its webhooks to events; notes, which every CRM gets here. */
@HubTest
@DirtiesContext // a context of its own, whose hub delivers to Dynamics; no other class can use it
@TestPropertySource(properties = {"spring.jmx.enabled=false", "hub.delivery.destinations.dynamics.enabled=true",
    "hub.delivery.destinations.dynamics.policy.rate.permits=0", "hub.provider.dynamics.webhook-secrets=dv-shared-1,dv-shared-2",
    "hub.crm.notes=true", "hub.delivery.destinations.pipedrive.enabled=true", "hub.delivery.destinations.pipedrive.policy.rate.permits=0",
    "hub.delivery.destinations.zoho.enabled=true", "hub.delivery.destinations.zoho.policy.rate.permits=0", "hub.provider.zoho.renewals=10"})
class DynamicsHubTest {

    private static final SimulatedProvider DYNAMICS = SimulatedProvider.of("dynamics").orElseThrow();
    private static final String TOPIC = "hub.events.crm.record.changed";
    private static final List<String> NOTING = List.of("salesforce", "hubspot", "dynamics", "pipedrive", "zoho");
    private static final String CONTACT = "c1a30e10-0004-4000-8000-000000000004";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;

    private final String id = UUID.randomUUID().toString();
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        mark = bus.end(TOPIC);
    }

    private String body() {
        return DynamicsWebhooks.update().replace("c1a30e10-0005-4000-8000-000000000005", id);
    }

    private Hub.Answer send(String key, String query, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json; charset=utf-8", "x-ms-dynamics-organization", "acme.crm4.dynamics.com"));
        if (key != null) {
            headers.put("X-Hub-Key", key);
        }
        return hub.callAs(null, "POST", "/webhooks/dynamics" + query, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        bus.since(mark).forEach(record -> events.add(hub.read(new String(record.value(), StandardCharsets.UTF_8))));
        return events;
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"dv-shared-1,''", "dv-shared-2,''", "-,?code=dv-shared-1", "-,?a=b&code=dv-shared-2"})
    void anExecutionContextBecomesOneEvent(String key, String query) {
        Map<TopicPartition, Long> inbox = bus.end("hub.inbox");
        String origin = id + ":Update:contact:" + CONTACT;
        assertThat(send(key, query, body()).status()).isEqualTo(200);
        assertThat(send(key, query, body()).status()).as("sent again").isEqualTo(200);

        await().atMost(Hub.SOON).until(() -> events().size() == 2);
        // One event, so that whatever is delivered for it is delivered once.
        assertThat(events()).extracting(event -> event.path("id").asText()).containsOnly(EventId.of("/dynamics", origin, "crm.record.changed"));
        assertThat(hub.timeline(origin, timeline -> !timeline.path("events").isEmpty()).path("events")).hasSize(1);
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.path("source").asText()).isEqualTo("/dynamics");
            assertThat(event.path("subject").asText()).isEqualTo("dynamics-contact-" + CONTACT);
            assertThat(event.path("time").asText()).isEqualTo("2025-10-09T08:53:20.123Z");
            assertThat(event.at("/data/fields").toString()).isEqualTo("[\"firstname\",\"fullname\"]");
            assertThat(event.toString()).doesNotContain("Moreau");
        });
        assertThat(bus.since(inbox)).hasSize(2).allSatisfy(record -> {
            assertThat(record.key()).as("the order of one record").isEqualTo("dynamics/" + CONTACT);
            assertThat(Bus.headers(record).toString()).doesNotContain("dv-shared");
        });
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-,''", "dv-shared-3,''", "'',''", "-,?code=", "-,?code=dv-shared-3", "dv-shared-1,?code=dv-shared-1", "-,?Code=dv-shared-1"})
    void whoeverDoesNotKnowTheKeyIsTurnedAway(String key, String query) {
        assertThat(send(key, query, body()).status()).isEqualTo(401);
        assertThat(events()).isEmpty();
    }

    @Test
    void eventsReachDynamicsOnce() {
        String address = id + "@example.test";
        String registered = hub.publish("user.registered", Map.of("id", "u-" + id, "email", address, "name", "Ada Lovelace", "source", "web"));
        String paid = hub.publish("payment.processed", Map.of("customerId", "c-" + id, "paymentId", "pi-" + id, "amount", 550, "currency", "usd"));
        hub.simulators().faults().set(DYNAMICS, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/data/v9.2/incidents").withAfterEffect().withCount(1));
        String ticket = hub.publish("support.ticket.created", Map.of("id", "t-" + id, "userId", "v-" + id, "email", "x" + address, "name", "Ada", "subject", "Help"));
        hub.deliveryWhen(registered, "dynamics", "delivered");
        hub.deliveryWhen(paid, "dynamics", "delivered");
        hub.deliveryWhen(ticket, "dynamics", "delivered");
        for (String effect : List.of("leads/u-" + id, "opportunities/pi-" + id, "WinOpportunity/pi-" + id, "contacts/v-" + id, "incidents/t-" + id)) {
            assertThat(hub.simulators().effects().find(DYNAMICS, effect)).as(effect).hasValueSatisfying(made -> assertThat(made.effects()).isEqualTo(1));
        }
    }

    @Test
    void aRefundIsNotedOnTheDealsOfItsPayment() throws IOException {
        String payment = "pi-" + id;
        String paid = hub.publish("payment.processed", Map.of("customerId", "c-" + id, "paymentId", payment, "amount", 550, "currency", "usd"));
        for (String crm : NOTING) {
            hub.deliveryWhen(paid, crm, "delivered");
        }
        String refunded = hub.publish("payment.refunded", Map.of("customerId", "c-" + id, "paymentId", payment, "amount", 550, "currency", "usd", "reason", "duplicate"));
        for (String crm : NOTING) {
            JsonNode delivery = hub.deliveryWhen(refunded, crm, "delivered");
            assertThat(delivery.path("action").asText()).isEqualTo("note");
            SimulatedProvider provider = SimulatedProvider.of(crm).orElseThrow();
            // Which number theirs have: PipedriveNoteSinkTest, ZohoNoteSinkTest.
            String deal = switch (crm) {
                case "hubspot" -> "{\"id\":\"" + hubspotsId(payment) + "\"}";
                case "pipedrive" -> "\"deal_id\":";
                case "zoho" -> "\"Parent_Id\":{\"id\":\"";
                default -> payment;
            };
            assertThat(hub.simulators().effects().of(provider)).as(crm).filteredOn(effect -> effect.key().matches("(Task|[Nn]otes|annotations)/.*"))
                    .singleElement().satisfies(note -> {
                        assertThat(note.effects()).isEqualTo(1);
                        assertThat(note.body()).contains("Reembolso").contains("5.50").contains(deal);
                    });
        }
    }

    private String hubspotsId(String deal) throws IOException {
        String url = hub.simulators().url(Providers.HUBSPOT) + "/crm/v3/objects/deals/" + deal + "?idProperty=hub_key";
        return hub.read(Web.send("GET", url, Map.of("Authorization", "Bearer pat-sandbox"), "").body()).path("id").asText();
    }

    @Test
    void aMissingPrivilegeIsADeadLetterThatSaysSo() {
        hub.simulators().faults().set(DYNAMICS, FaultSpec.error(403).withPath("/api/data"));
        String event = hub.publish("user.registered", Map.of("id", "u-" + id, "email", id + "@example.test", "name", "Ada"));
        JsonNode letter = hub.deadLetter(event, "dynamics");
        assertThat(letter.path("class").asText() + ' ' + letter.path("code").asText()).isEqualTo("PERMANENT 0x80040220");
    }

    @Test
    void anUpdateThatComesAfterTheEndDoesNotReviveIt() {
        LateUpdates.changeNothing(hub, DYNAMICS);
    }
}
