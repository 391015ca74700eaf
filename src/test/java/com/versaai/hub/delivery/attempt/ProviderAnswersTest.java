package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec.Kind;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What each answer of a provider makes of a delivery, for destinations that drop a repetition and for one that does not. */
@HubTest
class ProviderAnswersTest {

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    private final String email = UUID.randomUUID() + "@example.test";

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409})
    void givesUpWhatSalesforceRefuses(int status) {
        hub.simulators().faults().set(SALESFORCE, FaultSpec.error(status).withPath("/services/data").withCount(1));
        String id = register();

        JsonNode letter = hub.deadLetter(id, "salesforce");

        assertThat(letter.path("class").asText()).isEqualTo("PERMANENT");
        assertThat(letter.path("history")).hasSize(1);
        assertThat(letter.path("history").get(0).path("status").asInt()).isEqualTo(status);
        assertThat(letter.path("cause").asText()).isNotBlank();
        assertThat(hub.effects(SALESFORCE)).isZero();
    }

    @Test
    void renewsAnExpiredTokenOnceForAll() {
        hub.deliveryWhen(register(), "salesforce", "delivered");
        hub.simulators().expireTokens(SALESFORCE);
        // Of a bounded journal: what is counted must not push out what was.
        hub.simulators().wireMock().resetRequests();

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(hub.publish("user.registered", Map.of("id", "u-" + UUID.randomUUID(), "email", i + email, "name", "Ada", "source", "web")));
        }

        ids.forEach(id -> {
            JsonNode delivery = hub.deliveryWhen(id, "salesforce", "delivered");
            assertThat(delivery.path("attempts").asInt()).as("%s", delivery).isEqualTo(1);
        });
        assertThat(logins()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsRetryAfterSays() {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(429).withRetryAfter("1", false).withCount(1));
        String id = register();

        List<JsonNode> attempts = attempts(id, "mixpanel", 2);

        assertThat(attempts.get(0).path("status").asInt()).isEqualTo(429);
        assertThat(attempts.get(0).path("waitMs").asLong()).isEqualTo(1000);
        assertThat(Duration.between(at(attempts.get(0)), at(attempts.get(1)))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
    }

    @Test
    void readsRetryAfterAsADate() {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(429).withRetryAfter("2", true).withCount(1));

        List<JsonNode> attempts = attempts(register(), "mixpanel", 2);

        assertThat(attempts.get(0).path("waitMs").asLong()).isBetween(0L, 2000L);
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503})
    void triesAgainInPlaceWithoutRetryAfter(int status) {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(status).withCount(2));

        List<JsonNode> attempts = attempts(register(), "mixpanel", 3);

        assertThat(attempts.get(0).path("waitMs").asLong()).isBetween(0L, 20L);
        assertThat(attempts.get(1).path("waitMs").asLong()).isBetween(0L, 40L);
        assertThat(attempts.get(2).has("waitMs")).isFalse();
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
    }

    @Test
    void parksAtOnceWhatMayOnlyBeTriedMuchLater() {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(503).withRetryAfter("7200", false).withCount(1));
        Instant before = Instant.now();
        String id = register();

        JsonNode parked = hub.deliveryWhen(id, "mixpanel", "parked");

        assertThat(parked.path("attempts").asInt()).isEqualTo(1);
        assertThat(Instant.parse(parked.path("nextAttempt").asText())).isAfterOrEqualTo(before.plusSeconds(7200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixpanel", "slack"})
    void parksAfterThreeAttemptsAndDeliversOnceTheFaultIsGone(String destination) {
        SimulatedProvider provider = SimulatedProvider.of(destination).orElseThrow();
        hub.simulators().faults().set(provider, FaultSpec.error(500).withCount(3));
        String id = register();

        List<JsonNode> attempts = attempts(id, destination, 4);

        assertThat(attempts.get(0).path("status").asInt()).isEqualTo(500);
        assertThat(attempts.get(2).has("waitMs")).isFalse();
        assertThat(hub.effects(provider)).isEqualTo(1);
    }

    @Test
    void makesADeadLetterOfWhatFailsThroughTheWholeSchedule() {
        // Two rounds of 300 ms are kept by the circuit of five calls: it lets probes through each second.
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(503));
        String id = register();
        hub.timeline(id, timeline -> attempts(timeline, "mixpanel").size() >= 3);
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(400));

        JsonNode letter = hub.deadLetter(id, "mixpanel");

        assertThat(letter.path("attempts").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(letter.path("history")).hasSize(letter.path("attempts").asInt());
    }

    @Test
    void triesAgainAfterAReset() {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.of(Kind.RESET).withCount(1));

        List<JsonNode> attempts = attempts(register(), "mixpanel", 2);

        assertThat(attempts.get(0).has("status")).isFalse();
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
    }

    @Test
    void aLostAnswerCausesNoSecondEffectWhereTheProviderKnowsTheId() {
        for (SimulatedProvider provider : List.of(MIXPANEL, SALESFORCE)) {
            hub.simulators().faults().set(provider, FaultSpec.of(Kind.RESET).withPath(provider == SALESFORCE ? "/services/data" : "/")
                    .withAfterEffect().withCount(1));
        }
        String id = register();

        assertThat(attempts(id, "mixpanel", 2)).hasSize(2);
        assertThat(attempts(id, "salesforce", 2)).hasSize(2);
        assertThat(hub.simulators().effects().requests(MIXPANEL)).isEqualTo(2);
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
        assertThat(hub.effects(SALESFORCE)).isEqualTo(1);
    }

    @Test
    void aHangingProviderHoldsUpNobodyElse() {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.of(Kind.HANG).withCount(1));
        String id = register();
        await().atMost(Hub.SOON).until(() -> hub.simulators().hanging(MIXPANEL) == 1);

        String another = register();
        for (String destination : List.of("salesforce", "hubspot", "ga4", "amplitude", "segment", "slack")) {
            hub.deliveryWhen(another, destination, "delivered");
            hub.deliveryWhen(id, destination, "delivered");
        }

        List<JsonNode> attempts = attempts(id, "mixpanel", 2);
        assertThat(attempts.get(0).path("detail").asText()).contains("read_timeout");
    }

    @ParameterizedTest
    @CsvSource({"HTML,502,2", "HTML,200,2", "EMPTY,200,2", "EMPTY,503,2", "HUGE,200,2", "HUGE,500,2", "BROKEN,200,2"})
    void repeatsAfterAStrangeAnswer(Kind kind, int status, int attempts) {
        hub.simulators().faults().set(MIXPANEL, FaultSpec.of(kind).withStatus(status).withAfterEffect().withCount(1));
        String id = register();

        List<JsonNode> made = attempts(id, "mixpanel", attempts);

        assertThat(made.get(0).path("answer").asText("").length()).isLessThanOrEqualTo(2000);
        assertThat(hub.effects(MIXPANEL)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400,invalid_payload", "403,action_prohibited", "404,channel_not_found", "410,channel_is_archived", "200,channel_not_found"})
    void givesUpWhatSlackRefuses(int status, String code) {
        hub.simulators().faults().set(SLACK, FaultSpec.error(status).withError(code).withCount(1));
        String id = register();

        JsonNode letter = hub.deadLetter(id, "slack");

        assertThat(letter.path("class").asText()).isEqualTo("PERMANENT");
        assertThat(letter.path("code").asText()).isEqualTo(code);
        assertThat(letter.path("history")).hasSize(1);
        assertThat(told()).isEmpty();
        // the failure itself is told in the alerts channel
        await().atMost(Hub.SOON).until(() -> hub.simulators().effects().of(SLACK).stream().anyMatch(effect -> effect.key().contains("alerts")));
    }

    @Test
    void asksAPersonWhenSlacksAnswerIsLost() {
        hub.simulators().faults().set(SLACK, FaultSpec.of(Kind.RESET).withAfterEffect().withCount(1));
        String id = register();

        JsonNode letter = hub.deadLetter(id, "slack");

        assertThat(letter.path("class").asText()).isEqualTo("IN_DOUBT");
        assertThat(letter.path("history")).hasSize(1);
        assertThat(told()).hasSize(1);
        assertThat(told().get(0).effects()).isEqualTo(1);
    }

    @Test
    void asksAPersonWhenSlackHangs() {
        hub.simulators().faults().set(SLACK, FaultSpec.of(Kind.HANG).withCount(1));
        String id = register();

        JsonNode letter = hub.deadLetter(id, "slack");

        assertThat(letter.path("class").asText()).isEqualTo("IN_DOUBT");
        assertThat(letter.path("code").asText()).isEqualTo("read_timeout");
    }

    @Test
    void waitsForSlacksRate() {
        hub.simulators().faults().set(SLACK, FaultSpec.error(429).withRetryAfter("1", false).withCount(1));
        String id = register();

        List<JsonNode> attempts = attempts(id, "slack", 2);

        assertThat(attempts.get(0).path("waitMs").asLong()).isEqualTo(1000);
        assertThat(told()).hasSize(1);
    }

    private String register() {
        return hub.publish("user.registered", Map.of("id", "u-" + UUID.randomUUID(), "email", email, "name", "Ada Lovelace", "source", "web"));
    }

    private List<Effect> told() {
        return hub.simulators().effects().containing(SLACK, email);
    }

    /** The attempts of a delivery that was delivered after so many. */
    private List<JsonNode> attempts(String id, String destination, int count) {
        hub.deliveryWhen(id, destination, "delivered");
        List<JsonNode> attempts = attempts(hub.get("/api/v1/events/" + id + "/timeline"), destination);
        assertThat(attempts).as(attempts.toString()).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(attempts.get(i).path("attempt").asInt()).isEqualTo(i + 1);
        }
        return attempts;
    }

    private static List<JsonNode> attempts(JsonNode timeline, String destination) {
        List<JsonNode> attempts = new ArrayList<>();
        timeline.path("steps").forEach(step -> {
            if (step.path("step").asText().equals("attempt") && step.path("destination").asText().equals(destination)) {
                attempts.add(step);
            }
        });
        return attempts;
    }

    private static Instant at(JsonNode step) {
        return Instant.parse(step.path("at").asText());
    }

    private int logins() {
        return hub.simulators().wireMock().findAll(WireMock.postRequestedFor(WireMock.urlPathMatching("/salesforce/services/oauth2/token"))).size();
    }
}
