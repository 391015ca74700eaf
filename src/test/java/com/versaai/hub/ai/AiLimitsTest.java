package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.Providers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Rate, budget, redaction, large prompts, and what is told of it all: a hub that is set up more strictly. */
@TestPropertySource(properties = {"hub.ai.rate.per-minute=8", "hub.ai.rate.tokens-per-minute=3000", "hub.ai.rate.max-wait=50ms", "hub.ai.redaction.enabled=true",
    "hub.ai.budgets.other=0.00000001", "hub.gateway.max-body=6MB", "hub.ai.longest-prompt=6MB", "test.ai-probe-period="})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
class AiLimitsTest extends AiGateway {

    @Autowired
    private Brokers brokers;
    @Autowired
    private CamelContext camel;

    @Test
    @Order(1)
    void personalDataDoesNotLeaveAndIsBackInTheAnswer() {
        String prompt = "mail ada" + UUID.randomUUID() + "@example.test now";
        assertThat(said(good(chat(ask(prompt))))).isEqualTo("You said: " + prompt);
        assertThat(hub.simulators().effects().containing(Providers.GROQ, "@example.test")).isEmpty();
        String streamed = "stream to bob" + UUID.randomUUID() + "@example.test now";
        String frames = chat(streamed(ask(streamed))).body();
        assertThat(frames).contains("@example.test").endsWith("data: [DONE]\n\n");
        assertThat(hub.simulators().effects().containing(Providers.GROQ, "@example.test")).isEmpty();
    }

    @Test
    @Order(2)
    void tellsWhatWasUsedAndNothingOfWhatWasSaid(CapturedOutput output) {
        Bus bus = new Bus(brokers.address());
        var mark = bus.end("hub.events.ai.request.completed");
        String secret = "geheim" + UUID.randomUUID();
        good(Http.post(hub.uri(CHAT), ask(secret), METERED_KEY));
        await().atMost(Hub.SOON).untilAsserted(() -> {
            // Of this tenant: what the tests before caused is told when it is told, perhaps only now.
            List<String> events = bus.since(mark).stream().map(event -> new String(event.value(), StandardCharsets.UTF_8))
                    .filter(event -> hub.read(event).path("subject").asText().equals("metered")).toList();
            assertThat(events).hasSize(1);
            JsonNode data = hub.read(events.get(0)).path("data");
            assertThat(data.path("promptTokens").asInt()).isPositive();
            assertThat(data.path("completionTokens").asInt()).isPositive();
            assertThat(data.path("cost").asDouble()).isPositive();
            assertThat(data.path("provider").asText()).isEqualTo("groq");
            assertThat(data.path("cached").asBoolean()).isFalse();
            assertThat(hub.read(events.get(0)).path("tenant").asText()).isEqualTo("metered");
            assertThat(events.get(0)).doesNotContain(secret);
        });
        assertThat(output.getAll()).doesNotContain(secret);
    }

    @Test
    @Order(0)
    void aPromptOfFiveMegabytesPassesWhereItMay() {
        Hub.Answer answer = chat(ask("word ".repeat(1024 * 1024)));
        assertThat(answer.status()).as("Groq's own refusal").isEqualTo(413);
        assertThat(hub.read(answer.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    @Order(4)
    void aBudgetThatIsUsedUpRefuses() {
        Hub.Answer answer = Http.post(hub.uri(CHAT), ask(), OTHER_KEY);
        assertThat(answer.status()).isEqualTo(429);
        JsonNode error = hub.read(answer.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("insufficient_quota");
        assertThat(error.path("code").asText()).isEqualTo("budget_exceeded");
        assertThat(calls()).isZero();
    }

    @Test
    @Order(5)
    void tokensAreLimitedAsWellAsRequests() {
        // 1500 by the estimate and 1024 for an answer of unknown length: one has room, and gives back only what it did not use.
        good(chat(ask("five ".repeat(900))));
        Hub.Answer answer = chat(ask("four ".repeat(900)));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 60);
        assertThat(hub.read(answer.body()).at("/error/message").asText()).contains("tokens");
        good(chat(ask("one more word")));
    }

    @Test
    @Order(6)
    void tooManyRequestsAreRefusedInOpenAisForm() {
        Hub.Answer answer = chat(ask());
        for (int i = 0; i < 10 && answer.status() == 200; i++) {
            answer = chat(ask());
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isPositive();
        assertThat(hub.read(answer.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(post("/api/v1/ai/responses", "{\"prompt\":\"" + UUID.randomUUID() + "\"}").headers().get("content-type"))
                .isEqualTo("application/problem+json");
    }

    @Test
    @Order(7)
    void aBlankPeriodSwitchesTheProbeOff() {
        assertThat(camel.getRouteController().getRouteStatus("ai-probe").isStopped()).isTrue();
        assertThat(camel.getRouteController().getRouteStatus("ai-probe-groq").isStarted()).isTrue();
    }
}
