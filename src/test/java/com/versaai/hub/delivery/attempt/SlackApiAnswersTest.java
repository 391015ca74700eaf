package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec.Kind;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What Slack answers with status 200, which alone proves nothing: {@code ok:false}, a proxy's page, nothing, too much. */
@HubTest
class SlackApiAnswersTest {

    private static final String LETTERS = "/api/v1/dead-letters";

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    private final String email = UUID.randomUUID() + "@example.test";

    @BeforeEach
    void fresh() {
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        hub.freshSimulators();
    }

    @ParameterizedTest
    @CsvSource({"channel_not_found,PERMANENT", "invalid_auth,PERMANENT", "msg_too_long,PERMANENT", "internal_error,IN_DOUBT", "fatal_error,IN_DOUBT"})
    void refusesInTheBodyForGood(String code, String faultClass) {
        String id = letterInChannelWithoutWebhook();
        hub.simulators().faults().set(SLACK, FaultSpec.error(200).withError(code).withPath("/api").withCount(1));

        hub.post(LETTERS + "/" + id + "/replay", null);

        JsonNode letter = await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "/" + id), found -> found.path("code").asText().equals(code));
        assertThat(letter.path("state").asText()).isEqualTo("open");
        assertThat(letter.path("class").asText()).isEqualTo(faultClass);
        assertThat(letter.path("history").findValuesAsText("outcome")).containsExactly("permanent", "edited", "replayed", faultClass.toLowerCase(java.util.Locale.ROOT));
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ratelimited,rate_limited", "service_unavailable,transient"})
    void refusesInTheBodyForNow(String code, String outcome) {
        String id = letterInChannelWithoutWebhook();
        hub.simulators().faults().set(SLACK, FaultSpec.error(200).withError(code).withPath("/api").withCount(1));

        hub.post(LETTERS + "/" + id + "/replay", null);

        await().atMost(Hub.SOON).until(() -> hub.get(LETTERS + "/" + id).path("state").asText().equals("delivered"));
        assertThat(hub.get(LETTERS + "/" + id).path("history").findValuesAsText("outcome")).containsExactly("permanent", "edited", "replayed", outcome, "ok");
        assertThat(told()).singleElement().satisfies(effect -> assertThat(effect.effects()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"HTML,200,dead,IN_DOUBT", "HTML,502,delivered,", "EMPTY,503,delivered,", "EMPTY,200,dead,IN_DOUBT", "HUGE,200,dead,IN_DOUBT",
        "HUGE,500,delivered,", "HUGE,400,dead,PERMANENT", "BROKEN,200,dead,IN_DOUBT"})
    void answersStrangely(Kind kind, int status, String state, String faultClass) {
        boolean taken = status == 200;
        // Of this message's channel: the alert about the case before may come only now, and must not take the fault.
        FaultSpec fault = FaultSpec.of(kind).withStatus(status).withPath("/services/T000/B000/growth").withCount(1);
        hub.simulators().faults().set(SLACK, taken ? fault.withAfterEffect() : fault);

        String id = register();

        hub.deliveryWhen(id, "slack", state);
        if (state.equals("dead")) {
            assertThat(hub.deadLetter(id, "slack").path("class").asText()).isEqualTo(faultClass);
        }
        long effects = told().stream().mapToLong(Effect::effects).sum();
        assertThat(effects).isEqualTo(taken || state.equals("delivered") ? 1 : 0);
    }

    @Test
    void tellsTheOperatorsOnceOfEachFailure() {
        hub.simulators().faults().set(SLACK, FaultSpec.error(410).withError("channel_is_archived").withPath("/services/T000/B000/growth"));
        String id = register();
        hub.deadLetter(id, "slack");

        await().atMost(Hub.SOON).until(() -> hub.simulators().effects().containing(SLACK, "channel_is_archived").size() == 1);

        Effect alert = hub.simulators().effects().containing(SLACK, "channel_is_archived").get(0);
        assertThat(alert.key()).startsWith("#alerts|");
        assertThat(alert.body()).contains("/slack/user-registered").doesNotContain(email);
    }

    /** A dead letter that is edited to go to a channel without incoming webhook: only chat.postMessage reaches it. */
    private String letterInChannelWithoutWebhook() {
        hub.simulators().faults().set(SLACK, FaultSpec.error(404).withError("channel_not_found").withPath("/services/T000/B000/growth").withCount(1));
        JsonNode letter = hub.deadLetter(register(), "slack");
        String id = letter.path("id").asText();
        ObjectNode payload = (ObjectNode) letter.path("payload");
        payload.put("channel", "#general");
        Hub.Answer edited = hub.call("PUT", LETTERS + "/" + id + "/payload", payload.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        assertThat(edited.status()).as(edited.body()).isEqualTo(200);
        return id;
    }

    private String register() {
        return hub.publish("user.registered", Map.of("id", "u-" + UUID.randomUUID(), "email", email, "name", "Ada Lovelace", "source", "web"));
    }

    private List<Effect> told() {
        return hub.simulators().effects().containing(SLACK, email);
    }
}
