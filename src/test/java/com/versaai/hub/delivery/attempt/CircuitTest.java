package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A destination that fails again and again is left alone; its queue waits in Kafka and nobody else notices. */
@HubTest
class CircuitTest {

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;
    @Autowired
    private CamelContext camel;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
    }

    @Test
    void opensKeepsTheQueueInKafkaAndDeliversEverythingOnceWhenItCloses() {
        hub.simulators().faults().set(HUBSPOT, FaultSpec.error(503));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(lead());
        }

        await().atMost(Hub.SOON).untilAsserted(() -> {
            JsonNode hubspot = integration("hubspot");
            assertThat(hubspot.path("circuit").asText()).isIn("OPEN", "HALF_OPEN");
            assertThat(hubspot.path("backlog").asInt()).isPositive();
            assertThat(hubspot.path("lastError").path("status").asInt()).isEqualTo(503);
        });
        ids.forEach(id -> hub.deliveryWhen(id, "salesforce", "delivered"));
        assertThat(integration("salesforce").path("circuit").asText()).isEqualTo("CLOSED");
        await().atMost(Hub.SOON).untilAsserted(() -> {
            String metrics = hub.call("GET", "/actuator/prometheus", null, Map.of()).body();
            assertThat(value(metrics, "hub_circuit_state{destination=\"salesforce\"}")).isZero();
        });

        hub.simulators().faults().clear(HUBSPOT);

        ids.forEach(id -> hub.deliveryWhen(id, "hubspot", "delivered"));
        assertThat(hub.effects(HUBSPOT)).isEqualTo(30);
        assertThat(hub.effects(SALESFORCE)).isEqualTo(30);
        await().atMost(Hub.SOON).untilAsserted(() -> {
            JsonNode hubspot = integration("hubspot");
            assertThat(hubspot.path("circuit").asText()).isEqualTo("CLOSED");
            assertThat(hubspot.path("backlog").asInt()).isZero();
            assertThat(hubspot.path("parked").asInt()).isZero();
        });
    }

    @Test
    void countsNoRefusalOfADelivery() {
        hub.simulators().faults().set(SALESFORCE, FaultSpec.error(400).withPath("/services/data").withCount(8));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(lead());
        }

        ids.forEach(id -> hub.deliveryWhen(id, "salesforce", "dead"));

        assertThat(integration("salesforce").path("circuit").asText()).isEqualTo("CLOSED");
    }

    /** What an operator holds back in Hawtio must say which destination it is. */
    @Test
    void isNamedAfterItsDestinationInJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (String destination : circuits.breakers().keySet()) {
            ObjectName name = new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",type=processors,name=\"" + destination + "-circuit\"");

            assertThat(server.getAttribute(name, "RouteId")).isEqualTo(destination + "-attempt");
            assertThat(server.getAttribute(name, "CircuitBreakerState")).isEqualTo("CLOSED");
        }
    }

    @Test
    void metersHaveTheNamesOfTheDesign() {
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of("amount", "12345")), "delivered");

        await().atMost(Hub.SOON).untilAsserted(() -> {
            String metrics = hub.call("GET", "/actuator/prometheus", null, Map.of()).body();
            assertThat(value(metrics, "hub_circuit_state{destination=\"slack\"}")).isZero();
            assertThat(value(metrics, "hub_delivery_attempts_total{destination=\"slack\",outcome=\"ok\"}")).isPositive();
            assertThat(value(metrics, "hub_delivery_duration_seconds_count{destination=\"slack\"}")).isPositive();
            assertThat(value(metrics, "hub_delivery_backlog{destination=\"slack\"}")).isZero();
            assertThat(metrics).contains("hub_dead_letters{destination=\"routing\"}").contains("hub_dead_letters{destination=\"slack\"}");
            assertThat(value(metrics, "hub_integration_up{integration=\"slack\"}")).isEqualTo(1);
            assertThat(metrics).containsPattern("hub_webhooks_received_total\\{[^}]*source=\"stripe\"[^}]*} [1-9]");
            assertThat(metrics).containsPattern("hub_events_published_total\\{topic=\"hub.events.payment.processed\"} [1-9]");
        });
    }

    private String lead() {
        String user = UUID.randomUUID().toString();
        return hub.publish("lead.created", Map.of("id", "l-" + user, "email", user + "@example.test", "name", "Ada Lovelace", "source", "web"));
    }

    private JsonNode integration(String name) {
        for (JsonNode integration : hub.get("/api/v1/integrations").path("items")) {
            if (integration.path("destination").asText().equals(name)) {
                return integration;
            }
        }
        throw new AssertionError("no integration " + name);
    }

    private static double value(String metrics, String meter) {
        return metrics.lines().filter(line -> line.startsWith(meter + " ")).mapToDouble(line -> Double.parseDouble(line.substring(meter.length() + 1)))
                .findFirst().orElseThrow(() -> new AssertionError("no meter " + meter));
    }
}
