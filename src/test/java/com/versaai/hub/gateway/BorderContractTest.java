package com.versaai.hub.gateway;

import static com.versaai.hub.gateway.Wire.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Keys and the contract's own operations at the HTTP border, and the filter of the Kafka border. */
class BorderContractTest extends BorderCase {

    private static final int LIMIT = 1 << 20;
    private static final String KEY = "X-API-Key: sandbox-api-key\n";

    @Autowired
    CamelContext camel;
    @Autowired
    HubHeaderFilter hubKafkaHeaderFilter;

    @Test
    void theApiNeedsAKey() throws IOException {
        for (String headers : List.of("", "X-API-Key: wrong", "X-API-Key: ", "X-API-Key: SANDBOX-API-KEY", "Authorization: Bearer sandbox-api-key",
                "X-API-Key: wrong\nX-API-Key: sandbox-api-key")) {
            Wire.Answer answer = wire.send("POST", "/api/v1/events", headers, new byte[2 * LIMIT]);
            assertProblem(answer, 401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).contains("ApiKey");
            assertThat(answer.header("Set-Cookie")).isNull();
        }
        // OpenAI's clients understand only their own form.
        assertOpenAiError(wire.get("/v1/chat/completions", ""), 401, "invalid_api_key");
        assertThat(wire.get("/v1/chat/completions", "").text()).contains("as Authorization: Bearer, or in X-API-Key");
        assertOpenAiError(wire.get("/v1/chat/completions", "Authorization: Bearer sandbox-api-key"), 405, "method_not_allowed");
        Wire.Answer answer = wire.get("/api/v1/deliveries", KEY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie")).isNull();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void eventsArePublishedThroughTheContract() throws IOException {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/versaai\",\"type\":\"user.registered\",\"data\":{}}";
        Wire.Answer good = wire.send("POST", "/api/v1/events", KEY + "Content-Type: application/cloudevents+json", event.getBytes(UTF_8));
        assertThat(good.text()).isEqualTo("1");
        assertThat(wire.send("POST", "/api/v1/events", KEY + "Content-Type: application/json\nce-specversion: 1.0\nce-id: 1\nce-source: /v\nce-type: a.b",
                "{}".getBytes(UTF_8)).status()).isEqualTo(200);
        assertProblem(wire.send("POST", "/api/v1/events", KEY + "Content-Type: text/plain", event.getBytes(UTF_8)), 415, "unsupported-type");
        byte[] deep = ("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)).getBytes(UTF_8);
        assertProblem(wire.send("POST", "/api/v1/events", KEY + "Content-Type: application/cloudevents+json", deep), 400, "malformed");
    }

    @Test
    void kafkaUsesTheHubsFilter() {
        KafkaComponent kafka = camel.getComponent("kafka", KafkaComponent.class);
        assertThat(kafka.getConfiguration().getHeaderFilterStrategy()).isSameAs(hubKafkaHeaderFilter);
    }

    private static void assertOpenAiError(Wire.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":").contains("\"code\":\"" + code + '"');
    }
}
