package com.versaai.hub.delivery.deadletter;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A hub that makes dead letters when it is told to. */
@HubTest
public abstract class DeadLetterCase {

    public static final String LETTERS = "/api/v1/dead-letters";

    @Autowired
    public Hub hub;
    @Autowired
    private Circuits circuits;

    public final String user = UUID.randomUUID().toString();

    /** The simulators are those of every test of this JVM. */
    @AfterEach
    void noFaultIsLeftBehind() {
        hub.simulators().faults().clear();
    }

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        hub.discardDeadLetters();
    }

    JsonNode dead(String type, int failures) {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(400).withCount(failures));
        return hub.deadLetter(publish(type), "mixpanel");
    }

    String publish(String type) {
        return hub.publish(type, Map.of("id", "u-" + user, "email", user + "@example.test", "name", "Ada Lovelace", "source", "web"));
    }

    void awaitState(String id, String state) {
        await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "/" + id).path("state").asText().equals(state));
    }

    static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }
}
