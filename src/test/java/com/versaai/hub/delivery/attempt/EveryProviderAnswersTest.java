package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec.Kind;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The same bad answers from each provider in turn: the delivery ends as it must, and takes effect once or not at all. */
@HubTest
class EveryProviderAnswersTest {

    private static final Manifests MANIFESTS = new Manifests(Path.of("routes/connectors"));

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    private final String user = UUID.randomUUID().toString();

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
    }

    static Stream<SimulatedProvider> providers() {
        MANIFESTS.refresh();
        return SimulatedProvider.values().stream().filter(EveryProviderAnswersTest::isTold);
    }

    /** Of everything, without any configuration. */
    private static boolean isTold(SimulatedProvider provider) {
        Manifest.Instance destination = MANIFESTS.get(provider.path()).destinations().get(provider.path());
        return destination != null && destination.enabled();
    }

    /** It cannot tell a repetition, so that what may have been taken is not sent again. */
    private static boolean isForgetful(SimulatedProvider provider) {
        return !MANIFESTS.get(provider.path()).idempotent();
    }

    private static Stream<Arguments> each(Object... answers) {
        return providers().flatMap(provider -> Stream.of(answers).map(answer -> Arguments.of(provider, answer)));
    }

    static Stream<Arguments> refusals() {
        // Salesforce's 403 is its daily limit: SalesforceRecordSinkTest.
        return each(400, 403, 404, 409).filter(each -> !List.of(Providers.SALESFORCE, 403).equals(List.of(each.get())));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void givesUpWhatIsRefused(SimulatedProvider provider, int status) {
        String id = published(provider, FaultSpec.error(status));

        JsonNode letter = hub.deadLetter(id, provider.path());

        assertThat(letter.path("class").asText()).isEqualTo("PERMANENT");
        assertThat(letter.path("code").asText()).isNotBlank();
        assertThat(letter.path("cause").asText()).isNotBlank();
        assertThat(letter.path("history")).hasSize(1);
        assertThat(letter.path("history").get(0).path("status").asInt()).isEqualTo(status);
        assertThat(letter.path("history").get(0).path("answer").asText()).as("excerpt").isNotBlank().hasSizeLessThanOrEqualTo(2000);
        assertThat(effects(provider)).isZero();
    }

    /** Only a token that was fetched can have expired; a fixed key that is refused stays wrong, HubSpot's private one too. */
    @ParameterizedTest
    @MethodSource("providers")
    void renewsATokenButNoKey(SimulatedProvider provider) {
        String id = published(provider, FaultSpec.error(401));

        if (provider == Providers.SALESFORCE) {
            assertThat(attempts(id, provider)).as("renewed within the attempt").hasSize(1);
            assertThat(effects(provider)).isEqualTo(1);
        } else {
            assertThat(hub.deadLetter(id, provider.path()).path("class").asText()).isEqualTo("PERMANENT");
            assertThat(effects(provider)).isZero();
        }
    }

    static Stream<Arguments> troubles() {
        // Amplitude asks for 30 s when it says nothing else: AnalyticsSinksTest.
        return each(FaultSpec.error(429), FaultSpec.error(429).withRetryAfter("1", true), FaultSpec.error(500),
                FaultSpec.of(Kind.HTML).withStatus(502), FaultSpec.of(Kind.EMPTY).withStatus(503), FaultSpec.of(Kind.HUGE).withStatus(500))
                .filter(each -> !List.of(Providers.AMPLITUDE, FaultSpec.error(429)).equals(List.of(each.get())));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void triesAgainWhatFailsForNow(SimulatedProvider provider, FaultSpec fault) {
        String id = published(provider, fault);

        List<JsonNode> attempts = attempts(id, provider);

        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).path("status").asInt()).isEqualTo(fault.status());
        assertThat(attempts.get(0).has("waitMs")).isTrue();
        assertThat(attempts.get(0).path("answer").asText("")).hasSizeLessThanOrEqualTo(2000).doesNotContain("<html");
        assertThat(attempts.get(1).path("detail").asText()).startsWith("ok in ");
        assertThat(effects(provider)).isEqualTo(1);
    }

    /** The connection broke, or what came is none of the provider's answers: nobody knows whether it acted, and it did. */
    static Stream<Arguments> lostAnswers() {
        return each(FaultSpec.of(Kind.RESET), FaultSpec.of(Kind.HUGE).withStatus(200), FaultSpec.of(Kind.HTML).withStatus(200),
                FaultSpec.of(Kind.EMPTY).withStatus(200), FaultSpec.of(Kind.EMPTY).withStatus(202));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void neverActsTwiceWhenTheAnswerIsLost(SimulatedProvider provider, FaultSpec fault) {
        String id = published(provider, fault.withAfterEffect());

        if (isForgetful(provider)) {
            JsonNode letter = hub.deadLetter(id, provider.path());
            assertThat(letter.path("class").asText()).isEqualTo("IN_DOUBT");
            assertThat(letter.path("history")).hasSize(1);
        } else {
            assertThat(attempts(id, provider)).hasSize(2);
        }
        assertThat(effects(provider)).isEqualTo(1);
    }

    /** Publishes an event that every destination is told of, while the next answer of one of them is bad. */
    private String published(SimulatedProvider provider, FaultSpec fault) {
        String path = switch (provider.path()) {
            case "salesforce" -> "/services/data";
            case "hubspot" -> "/crm";
            case "slack" -> "/services/T000/B000/growth";
            default -> "/";
        };
        hub.simulators().faults().set(provider, fault.withPath(path).withCount(1));
        return hub.publish("user.registered", Map.of("id", "u-" + user, "email", user + "@example.test", "name", "Ada Lovelace", "source", "web"));
    }

    private long effects(SimulatedProvider provider) {
        return hub.simulators().effects().of(provider).stream().filter(effect -> !effect.key().startsWith("#alerts|")).mapToLong(Effect::effects).sum();
    }

    /** The attempts of a delivery that was delivered in the end. */
    private List<JsonNode> attempts(String id, SimulatedProvider provider) {
        hub.deliveryWhen(id, provider.path(), "delivered");
        List<JsonNode> attempts = new ArrayList<>();
        hub.get("/api/v1/events/" + id + "/timeline").path("steps").forEach(step -> {
            if (step.path("step").asText().equals("attempt") && step.path("destination").asText().equals(provider.path())) {
                attempts.add(step);
            }
        });
        return attempts;
    }
}
