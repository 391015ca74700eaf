package com.versaai.hub.sandbox.amplitude;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmplitudeSimulatorTest {

    private static final SimulatedProvider AMPLITUDE = SimulatedProvider.of("amplitude").orElseThrow();
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void reset() {
        simulators.reset();
    }

    private static Web.Reply amplitude(String key, String events) {
        return Web.post(simulators.url(AMPLITUDE) + "/2/httpapi", Web.JSON, "{\"api_key\":\"" + key + "\",\"events\":[" + events + "]}");
    }

    @Test
    void ingestsOncePerInsertId() {
        String event = "{\"user_id\":\"user-1\",\"event_type\":\"paid\",\"time\":1760000000000,\"insert_id\":\"i-1\"}";
        Web.Reply reply = amplitude("amplitude-sandbox", event);
        assertThat(reply.json().get("events_ingested").asInt()).isEqualTo(1);
        assertThat(reply.json().get("payload_size_bytes").asInt()).isPositive();
        amplitude("amplitude-sandbox", event);
        amplitude("amplitude-sandbox", event.replace("user-1", "user-2"));
        assertThat(simulators.effects().count(AMPLITUDE)).isEqualTo(2);
        assertThat(simulators.effects().find(AMPLITUDE, "user-1|i-1").orElseThrow().requests()).isEqualTo(2);
        String anonymous = event.replace(",\"insert_id\":\"i-1\"", "");
        amplitude("amplitude-sandbox", anonymous + "," + anonymous);
        assertThat(simulators.effects().count(AMPLITUDE)).as("without insert_id every event counts").isEqualTo(4);
    }

    @Test
    void refusals() {
        assertThat(amplitude("wrong", "{}").json().get("error").asText()).isEqualTo("Invalid API key");
        assertThat(amplitude("", "{}").json().get("missing_field").asText()).isEqualTo("api_key");
        assertThat(amplitude("amplitude-sandbox", "").json().get("missing_field").asText()).isEqualTo("events");
        String good = "{\"user_id\":\"user-1\",\"event_type\":\"paid\"}";
        assertThat(amplitude("amplitude-sandbox", good + ",{\"user_id\":\"user-1\"}").json()
                .at("/events_with_missing_fields/event_type/0").asInt()).isEqualTo(1);
        assertThat(amplitude("amplitude-sandbox", "{\"event_type\":\"x\"}").json().at("/events_with_missing_fields/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"user-1\",\"event_type\":\"x\",\"time\":\"2025-01-01T00:00:00Z\"}").json()
                .at("/events_with_invalid_fields/time/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"anonymous\",\"event_type\":\"x\"}").json()
                .at("/events_with_invalid_fields/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"u1\",\"event_type\":\"x\"}").json()
                .at("/events_with_invalid_id_lengths/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", String.join(",", Collections.nCopies(2001, good))).status()).isEqualTo(413);
        assertThat(amplitude("amplitude-sandbox", good.replace("paid", "x".repeat(1_100_000))).status()).isEqualTo(413);
        assertThat(Web.post(simulators.url(AMPLITUDE) + "/2/httpapi", Web.JSON, "{").status()).isEqualTo(400);
        assertThat(simulators.effects().count(AMPLITUDE)).as("one bad event refuses all").isZero();
    }
}
