package com.versaai.hub.sandbox.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentSimulatorTest {

    private static final SimulatedProvider SEGMENT = SimulatedProvider.of("segment").orElseThrow();
    private static final Map<String, String> AUTH = Web.json(Web.basic("segment-sandbox:"));
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

    private static Web.Reply segment(String method, Map<String, String> headers, String body) {
        return Web.post(simulators.url(SEGMENT) + "/v1/" + method, headers, body);
    }

    @Test
    void deduplicatesAndDropsSilently() {
        String track = "{\"userId\":\"u-1\",\"event\":\"Paid\",\"messageId\":\"m-1\"}";
        assertThat(segment("track", AUTH, track).body()).isEqualTo("{\"success\":true}");
        segment("track", AUTH, track);
        assertThat(simulators.effects().find(SEGMENT, "m-1").orElseThrow()).satisfies(e -> {
            assertThat(e.requests()).isEqualTo(2);
            assertThat(e.effects()).isEqualTo(1);
        });
        assertThat(segment("track", Web.json(Web.basic("segment-sandbox")), track).status()).as("colon is needed").isEqualTo(200);
        assertThat(segment("track", Web.JSON, track.replace("m-1", "m-2")).status()).isEqualTo(200);
        segment("track", AUTH, "{\"event\":\"Paid\",\"messageId\":\"m-3\"}");
        segment("track", AUTH, "{\"userId\":\"u\",\"messageId\":\"m-4\"}");
        segment("track", AUTH, track.replace("m-1", "m".repeat(100)));
        segment("batch", AUTH, "{\"batch\":[{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"no-type\"}]}");
        assertThat(simulators.effects().count(SEGMENT)).isEqualTo(1);
        assertThat(simulators.effects().refused(SEGMENT)).isEqualTo(6);
        segment("batch", AUTH, "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"b-1\"}]}");
        segment("identify", Web.JSON, "{\"writeKey\":\"segment-sandbox\",\"userId\":\"u\",\"messageId\":\"b-2\"}");
        assertThat(simulators.effects().count(SEGMENT)).isEqualTo(3);
    }

    @Test
    void refusesBrokenAndOversize() {
        assertThat(segment("track", AUTH, "{").status()).isEqualTo(400);
        assertThat(segment("track", AUTH, "{\"userId\":\"" + "x".repeat(33_000) + "\"}").status()).isEqualTo(400);
        assertThat(segment("nonsense", AUTH, "{}").status()).isEqualTo(404);
    }
}
