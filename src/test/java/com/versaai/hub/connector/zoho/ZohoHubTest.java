package com.versaai.hub.connector.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.LateUpdates;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The whole way: an event to Zoho, Zoho's notifications to events, and its channel kept. */
@HubTest
@DirtiesContext // a context of its own, whose hub delivers to Zoho; no other class can use it
@TestPropertySource(properties = {"spring.jmx.enabled=false", "hub.delivery.destinations.zoho.enabled=true", "hub.delivery.destinations.zoho.policy.rate.permits=0",
    "hub.provider.zoho.webhook-secrets=zt-7c1b,zoho-hook-sandbox", "hub.provider.zoho.notify-url=https://hub.example/webhooks/zoho",
    "hub.provider.zoho.channel-look=500ms",
    // Each test forgets the tokens.
    "hub.provider.zoho.renewals=10"})
class ZohoHubTest {

    private static final SimulatedProvider ZOHO = SimulatedProvider.of("zoho").orElseThrow();
    private static final String TOPIC = "hub.events.crm.record.changed";
    private static final String NOTIFICATION = """
            {"server_time":1718117126473,"query_params":{},"module":"%s","resource_uri":"https://www.zohoapis.com/crm/v2/%s","ids":[%s],"affected_fields":%s,
             "operation":"%s","channel_id":"10001","token":"%s"}""";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    @Qualifier("zohoChannelHealthIndicator")
    private HealthIndicator channel;

    private final String id = UUID.randomUUID().toString();
    /** As long as Zoho's: no double holds it. */
    private final String record = "5725767" + String.valueOf(System.nanoTime()).substring(0, 9) + "064";
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        mark = bus.end(TOPIC);
    }

    private int send(String body) {
        return hub.callAs(null, "POST", "/webhooks/zoho", body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json")).status();
    }

    /** By id: without an id of the request the same is published again, and subscribers know it by that. */
    private Collection<JsonNode> events() {
        Map<String, JsonNode> events = new LinkedHashMap<>();
        bus.since(mark).forEach(record -> {
            JsonNode event = hub.read(new String(record.value(), StandardCharsets.UTF_8));
            events.put(event.path("id").asText(), event);
        });
        return events.values();
    }

    @Test
    void aNotificationBecomesAnEventForEachRecordOnce() {
        String other = record.replaceFirst("064$", "065");
        String body = NOTIFICATION.formatted("Deals", "Deals", '"' + record + "\",\"" + other + '"', "[{\"" + record + "\":[\"Stage\",\"Amount\"]}]", "update", "zt-7c1b");
        assertThat(send(body)).isEqualTo(200);
        assertThat(send(body.replace("zt-7c1b", "zoho-hook-sandbox"))).as("sent again, with the token before").isEqualTo(200);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events()).hasSize(2));
        // What the second brought has been looked at when a third is there.
        send(NOTIFICATION.formatted("Deals", "Deals", '"' + record + '"', "[]", "delete", "zt-7c1b"));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events()).hasSize(3));
        assertThat(events().stream().map(event -> event.path("subject").asText() + ' ' + event.at("/data/change").asText()))
                .containsExactlyInAnyOrder("zoho-Deals-" + record + " updated", "zoho-Deals-" + other + " updated", "zoho-Deals-" + record + " deleted");
        assertThat(events()).anySatisfy(event -> {
            assertThat(event.path("source").asText()).isEqualTo("/zoho");
            assertThat(event.path("originid").asText()).isEqualTo("10001:Deals:updated:" + record + ":1718117126473");
            assertThat(event.path("time").asText()).startsWith("2024-06-11T14:45:26.473");
            assertThat(event.path("data")).isEqualTo(hub.read("{\"crm\":\"zoho\",\"object\":\"Deals\",\"id\":\"" + record
                    + "\",\"change\":\"updated\",\"fields\":[\"Amount\",\"Stage\"]}"));
        });
    }

    @Test
    void whoeverDoesNotKnowTheTokenIsTurnedAway() {
        String right = NOTIFICATION.formatted("Leads", "Leads", '"' + record + '"', "[]", "insert", "zt-7c1b");
        for (String wrong : new String[] {right.replace("zt-7c1b", "zt-7c1c"), right.replace("zt-7c1b", ""), right.replace("\"token\"", "\"tokens\""),
            right.replace("\"zt-7c1b\"", "[\"zt-7c1b\"]"), right.replace("\"token\"", "\"token\":\"x\",\"token\""), "", "garbage", "[]", "{}"}) {
            assertThat(send(wrong)).as(wrong).isEqualTo(401);
        }
        assertThat(send("{\"token\":\"zt-7c1b\"}")).as("no operation").isEqualTo(400);
        assertThat(events()).isEmpty();
    }

    @Test
    void manyEventsReachZohoOnceEachWithoutA429() {
        List<String> events = IntStream.range(0, 60).mapToObj(i -> hub.publish("user.registered",
                Map.of("id", "u-" + id + i, "email", i + id + "@example.test", "name", "Ada Lovelace", "source", "web"))).toList();
        events.forEach(event -> hub.deliveryWhen(event, "zoho", "delivered"));
        for (int i = 0; i < 60; i++) {
            assertThat(hub.simulators().effects().find(ZOHO, "Leads/" + i + id + "@example.test")).hasValueSatisfying(effect -> assertThat(effect.effects()).isEqualTo(1));
        }
        assertThat(hub.simulators().effects().refusals(ZOHO)).noneMatch(refusal -> refusal.status() == 429);
    }

    @Test
    void aLockedRecordIsTriedAgainAndAFieldThatIsNotThereIsADeadLetter() {
        hub.simulators().faults().set(ZOHO, new FaultSpec(null, null, 1, "/crm/v8/Leads", null, "RECORD_LOCKED", null, null, null, null, null));
        String event = hub.publish("user.registered", Map.of("id", "u-" + id, "email", id + "@example.test", "name", "Ada Lovelace"));
        hub.deliveryWhen(event, "zoho", "delivered");
        hub.simulators().faults().set(ZOHO, new FaultSpec(null, null, 1, "/crm/v8/Cases", null, "INVALID_DATA", null, null, null, null, null));
        String ticket = hub.publish("support.ticket.created", Map.of("id", "t-" + id, "email", id + "@example.test", "name", "Ada", "subject", "Help"));
        assertThat(hub.deadLetter(ticket, "zoho").path("class").asText()).isEqualTo("PERMANENT");
    }

    @Test
    void keepsItsChannel() {
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(channel.health().getDetails().get("zoho").toString()).contains("until="));
        assertThat(channel.health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void anUpdateThatComesAfterTheEndDoesNotReviveIt() {
        LateUpdates.changeNothing(hub, ZOHO);
    }
}
