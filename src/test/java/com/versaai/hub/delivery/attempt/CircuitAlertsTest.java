package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.AMPLITUDE;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Operators are told once that a destination went and once that it came back, however often it is probed in between. */
@HubTest
class CircuitAlertsTest {

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    @BeforeEach
    void fresh() {
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        hub.freshSimulators();
    }

    @Test
    void tellTheAlertsChannelAndTheMetrics() {
        hub.simulators().faults().set(AMPLITUDE, FaultSpec.error(500));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(hub.publish("user.login", Map.of("id", "u-" + UUID.randomUUID(), "email", "ada@example.test", "name", "Ada", "source", "web")));
        }

        await().atMost(Hub.SOON).untilAsserted(() -> {
            assertThat(alerts("circuit open")).hasSize(1);
            String metrics = metrics();
            assertThat(metrics).containsPattern("hub_circuit_state\\{destination=\"amplitude\"} [12]\\.0");
            assertThat(metrics).contains("hub_integration_up{integration=\"amplitude\"} 0.0", "hub_integration_up{integration=\"segment\"} 1.0");
        });
        // Probing fails meanwhile and opens the circuit again.
        await().atMost(Hub.SOON).until(() -> circuits.breakers().get("amplitude").getState() == CircuitBreaker.State.HALF_OPEN);
        await().atMost(Hub.SOON).until(() -> circuits.breakers().get("amplitude").getState() == CircuitBreaker.State.OPEN);
        hub.simulators().faults().clear(AMPLITUDE);

        ids.forEach(id -> hub.deliveryWhen(id, "amplitude", "delivered"));

        assertThat(hub.effects(AMPLITUDE)).isEqualTo(6);
        await().atMost(Hub.SOON).untilAsserted(() -> {
            assertThat(alerts("RECUPERADO")).hasSize(1);
            assertThat(metrics()).contains("hub_circuit_state{destination=\"amplitude\"} 0.0", "hub_integration_up{integration=\"amplitude\"} 1.0");
        });
        assertThat(alerts("circuit open")).as("told once").hasSize(1);
        assertThat(alerts("circuit open").get(0).key()).startsWith("#alerts|");
        assertThat(alerts("circuit open").get(0).effects()).isEqualTo(1);
    }

    private List<Effect> alerts(String text) {
        return hub.simulators().effects().containing(SLACK, "amplitude").stream().filter(effect -> effect.body().contains(text)).toList();
    }

    private String metrics() {
        return hub.call("GET", "/actuator/prometheus", null, Map.of()).body();
    }
}
