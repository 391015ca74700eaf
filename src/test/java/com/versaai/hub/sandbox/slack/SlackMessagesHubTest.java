package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code POST /api/v1/slack/messages} at the running hub: its route, its door, its answers. */
@HubTest
class SlackMessagesHubTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final String PATH = "/api/v1/slack/messages";

    @Autowired
    private Hub hub;

    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    private Hub.Answer post(String key, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        return hub.call("POST", PATH, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private String hello(String channel) {
        return "{\"channel\":\"" + channel + "\",\"text\":\"hola " + id + "\"}";
    }

    private long posted() {
        return hub.simulators().effects().of(SLACK).stream().filter(effect -> effect.body().contains(id)).mapToLong(Effect::effects).sum();
    }

    private void assertProblem(Hub.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(hub.read(answer.body()).path("type").asText()).endsWith("/" + slug);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }

    @Test
    void postsOnceAndAnswersTheTsThoughTheChannelHasAWebhook() {
        Hub.Answer first = post(id, hello("#growth"));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.headers()).doesNotContainKey("idempotent-replayed");
        assertThat(hub.read(first.body()).path("ts").asText()).matches("\\d+\\.\\d+");
        assertThat(hub.read(first.body()).path("channel").asText()).isEqualTo(SlackSimulator.channelId("#growth"));

        Hub.Answer again = post(id, hello("#growth"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
        assertProblem(post(id, hello("#support")), 422, "key-reused");
        assertThat(posted()).isEqualTo(1);
    }

    @Test
    void aReplyFindsItsThread() {
        String ts = hub.read(post(id, hello("#growth")).body()).path("ts").asText();
        Hub.Answer reply = post(id + "-2", "{\"channel\":\"#growth\",\"text\":\"<!here> " + id + "\",\"type\":\"info\",\"thread_ts\":\"" + ts + "\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(hub.simulators().effects().of(SLACK).stream().filter(effect -> effect.body().contains("\"thread_ts\":\"" + ts)))
                .singleElement().satisfies(effect -> assertThat(effect.body()).contains("ℹ️ &lt;!here&gt; " + id).doesNotContain("<!"));
    }

    @Test
    void whatFailsIsToldByTheRoute() {
        assertProblem(post(id, hello("#nowhere")), 422, "channel-unknown");
        assertProblem(post(id, hello("#revenue")), 403, "channel-not-allowed");
        assertProblem(post(null, hello("#growth")), 400, "malformed");
        assertProblem(post(id, hello("#growth") + "x"), 400, "malformed");
        hub.simulators().faults().set(SLACK, FaultSpec.error(429).withRetryAfter("9", false).withCount(1));
        Hub.Answer limited = post(id, hello("#growth"));
        assertProblem(limited, 429, "rate-limited");
        assertThat(limited.headers()).containsEntry("retry-after", "9");
        hub.simulators().faults().set(SLACK, FaultSpec.of(FaultSpec.Kind.BROKEN).withAfterEffect().withCount(1));
        assertProblem(post(id, hello("#growth")), 504, "in-doubt");
        assertProblem(post(id, hello("#growth")), 504, "in-doubt");
        assertThat(posted()).isEqualTo(1);
    }

    @Test
    void isOpenToItsScopeOnlyAndToNoBodyThatIsTooLarge() {
        byte[] body = hello("#growth").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Idempotency-Key", id);
        assertProblem(hub.callAs(HubTestEnvironment.OPERATOR_KEY, "POST", PATH, body, headers), 403, "forbidden");
        assertProblem(hub.callAs(null, "POST", PATH, body, headers), 401, "unauthorized");
        assertProblem(post(id, hello("#growth").replace("hola", "a".repeat(1_100_000))), 413, "too-large");
        assertProblem(hub.call("POST", PATH, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'}, headers), 400, "malformed");
        assertProblem(hub.call("POST", PATH, body, Map.of("Content-Type", "text/plain", "Idempotency-Key", id)), 415, "unsupported-type");
        assertThat(posted()).isZero();
    }
}
