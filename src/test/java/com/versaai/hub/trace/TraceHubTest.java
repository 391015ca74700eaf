package com.versaai.hub.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class TraceHubTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    @Autowired
    private Hub hub;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    @AfterEach
    void off() {
        watch("[]");
    }

    private Hub.Answer watch(String routes) {
        return hub.callAs(HubTestEnvironment.OPERATOR_KEY, "PUT", "/api/v1/traces", ("{\"routes\":" + routes + "}").getBytes(StandardCharsets.UTF_8), JSON);
    }

    @Test
    void anEventIsFollowedThroughItsRouteAndItsDelivery() {
        assertThat(watch("[\"payment-events-notify\",\"slack-deliver\"]").status()).isEqualTo(200);
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "123456", "email", "ana@acme.example"));
        hub.timeline(id, found -> found.path("steps").toString().contains("delivered"));
        String path = "/api/v1/events/" + id + "/trace";
        Awaitility.await().atMost(Hub.SOON).untilAsserted(() -> {
            Hub.Answer answer = hub.callAs(HubTestEnvironment.OPERATOR_KEY, "GET", path, null, Map.of());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(hub.read(answer.body()).findValuesAsText("route")).contains("payment-events-notify", "slack-deliver", "slack-attempt");
        });
        JsonNode trace = hub.get(path);
        assertThat(trace.toString()).contains("payment.processed", "123456").doesNotContain("ana@acme", "xoxb", "sandbox-bot");
        assertThat(trace.at("/traces/0/steps").findValuesAsText("step")).anyMatch(step -> step.contains("payment.processed"));
        assertThat(trace.at("/traces/0/steps").findValuesAsText("file")).contains("PaymentEvents.java");
        assertThat(hub.get("/api/v1/traces").path("events").findValuesAsText("originid")).contains(id);

        assertThat(watch("[]").status()).isEqualTo(200);
        String next = hub.sendStripe("payment_intent.succeeded", Map.of());
        hub.timeline(next, found -> found.path("steps").toString().contains("delivered"));
        assertThat(hub.call("GET", "/api/v1/events/" + next + "/trace", null, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void onlyWhoMaySendEventsForShowMayLookAndWhatIsWrongIsSaid() {
        for (String path : new String[] {"/api/v1/traces", "/api/v1/events/x/trace"}) {
            assertThat(hub.callAs(null, "GET", path, null, Map.of()).status()).isEqualTo(401);
            assertThat(hub.callAs(HubTestEnvironment.OTHER_KEY, "GET", path, null, Map.of()).status()).isEqualTo(403);
        }
        assertThat(hub.callAs(HubTestEnvironment.OTHER_KEY, "PUT", "/api/v1/traces", "{\"routes\":[]}".getBytes(StandardCharsets.UTF_8), JSON).status()).isEqualTo(403);
        for (String routes : new String[] {"[\"nobody\"]", "\"x\"", "[1]", "[]", "[" + "\"payment-events-notify\",".repeat(20) + "\"payment-events-notify\"]"}) {
            assertThat(watch(routes).status()).as(routes).isEqualTo(routes.equals("[]") ? 200 : 400);
        }
        for (String minutes : new String[] {"0", "61", "1.5", "\"5\"", "null"}) {
            Hub.Answer answer = hub.call("PUT", "/api/v1/traces", ("{\"routes\":[],\"minutes\":" + minutes + "}").getBytes(StandardCharsets.UTF_8), JSON);
            assertThat(answer.status()).as(minutes).isEqualTo(400);
        }
    }
}
