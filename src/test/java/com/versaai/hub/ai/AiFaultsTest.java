package com.versaai.hub.ai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.Providers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Providers that fail as a whole: probes, storms of 429, limits that are used up, models that are gone. From one model straight to another provider. */
@TestPropertySource(properties = {"test.ai-probe-period=200", "test.ai-probe-delay=200", "hub.ai.fallback.models=", "hub.ai.most-completion-tokens=500",
    "hub.ai.models=openai/gpt-oss-120b, openai/gpt-oss-20b, qwen/qwen3.6-27b, gone/model"})
@DirtiesContext // its probes would meet the faults of other tests
@ExtendWith(OutputCaptureExtension.class)
class AiFaultsTest extends AiGateway {

    private static final String COMPLETIONS = "/openai/v1/chat/completions";
    private static final String DEGRADED = "hub.events.system.health.degraded";
    private static final String COMPLETED = "hub.events.ai.request.completed";
    private static final int CALLERS = 40;

    @Autowired
    private AiProbes probes;
    @Autowired
    private AiHealth health;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private Brokers brokers;

    @BeforeEach
    void theOtherProviderAnswers() {
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "application/json", call.getRequestMethod().equals("GET")
                ? "{\"object\":\"list\",\"data\":[]}" : Upstream.completion("from the other")));
    }

    private Map<?, ?> told(String account) {
        return (Map<?, ?>) ((Map<?, ?>) health.health().getDetails().get("probes")).get(account);
    }

    private int errors() {
        return (Integer) health.health().getDetails().get("errors");
    }

    private double up(String account) {
        return meters.get("hub.integration.up").tag("integration", account).gauge().value();
    }

    private void awaitProbe(String account, boolean up) {
        await().atMost(Hub.SOON).until(() -> probes.findings().containsKey(account) && probes.findings().get(account).up() == up);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(Arguments.of(FaultSpec.error(401), "invalid_api_key"), Arguments.of(FaultSpec.error(500), "status_500"),
                Arguments.of(FaultSpec.of(FaultSpec.Kind.HTML).withStatus(200), "network"), Arguments.of(FaultSpec.of(FaultSpec.Kind.HANG), "timeout"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aProbeShowsThatAProviderIsDownAndThatItIsBack(FaultSpec fault, String why, CapturedOutput output) {
        awaitProbe("groq", true);
        int before = errors();
        int toldBefore = failedProbesTold(output);
        fault(fault.withPath("/openai/v1/models"));
        awaitProbe("groq", false);
        assertThat(told("groq").get("up")).isEqualTo(false);
        assertThat(told("groq").get("why")).isEqualTo(why);
        assertThat(up("groq")).isZero();
        // No more than twice the highest threshold are counted.
        assertThat(errors()).isGreaterThanOrEqualTo(Math.min(before + 1, 40));
        good(chat(ask()));
        awaitProbe("other", true);
        if (fault.kind() != FaultSpec.Kind.HANG) {
            await().atMost(Hub.SOON).until(() -> hub.simulators().faults().active().get(Providers.GROQ).hits() > 3);
        }
        hub.simulators().faults().clear();
        awaitProbe("groq", true);
        assertThat(told("groq").keySet().stream().map(String::valueOf)).containsExactlyInAnyOrder("up", "since");
        assertThat(up("groq")).isEqualTo(1);
        // Counted from here: what a probe met in the test before may have been told after its end.
        assertThat(failedProbesTold(output) - toldBefore).as("told once").isEqualTo(1);
        assertThat(calls()).as("no completion is paid for a probe").isEqualTo(1);
    }

    private static int failedProbesTold(CapturedOutput output) {
        return output.getAll().split("groq failed its probe", -1).length - 1;
    }

    @Test
    void aStormOf429IsBoundedAndPasses() {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        circuit("groq").getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                opened.complete(null);
            }
        });
        fault(FaultSpec.of(FaultSpec.Kind.EMPTY).withStatus(429).withPath(COMPLETIONS));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Hub.Answer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> chat(ask()), callers))
                .limit(CALLERS).toList();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(said(good(answer.join()))).isEqualTo("from the other");
            assertThat(answer.join().headers()).containsEntry("x-hub-fallback", "provider");
        });
        callers.shutdown();
        assertThat(opened).as("the circuit opened").isCompleted();
        // Each once, before the circuit opened, and some that looked whether it is over, the more the slower the machine; without a circuit each would
        // try twice.
        assertThat(hub.simulators().faults().active().get(Providers.GROQ).hits()).isLessThan(2L * CALLERS);
        hub.simulators().faults().clear();
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(chat(ask()).headers()).doesNotContainKey("x-hub-fallback"));
    }

    @Test
    void whoHasNoRequestsLeftIsNotAsked() {
        String request = ask().replace("openai/gpt-oss-120b", "qwen/qwen3.6-27b");
        StubMapping usedUp = hub.simulators().wireMock().stubFor(WireMock.post(urlPathEqualTo("/groq" + COMPLETIONS)).atPriority(1)
                .willReturn(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withBody(Upstream.completion("the last"))
                        .withHeader("x-ratelimit-limit-requests", "1000").withHeader("x-ratelimit-remaining-requests", "0")
                        .withHeader("x-ratelimit-reset-requests", "1h0m0s")));
        try {
            assertThat(said(good(chat(request)))).isEqualTo("the last");
        } finally {
            hub.simulators().wireMock().removeStub(usedUp);
        }
        Hub.Answer next = chat(request, "Cache-Control", "no-store");
        assertThat(said(good(next))).isEqualTo("from the other");
        assertThat(next.headers()).containsEntry("x-hub-fallback", "provider");
        assertThat(calls()).as("not even asked").isZero();
        assertThat(said(good(chat(ask())))).as("another model has limits of its own").startsWith("You said");
    }

    @Test
    void whatACallerGotWrongIsNoWarning(CapturedOutput output) {
        fault(FaultSpec.error(413));
        assertThat(chat(ask()).status()).isEqualTo(413);
        // Numbers of what tests before have caused are told a minute later.
        assertThat(output.getOut().lines().filter(line -> line.contains("ChatReports") && line.contains("groq") && !line.contains(" more in ")))
                .singleElement().asString().contains("INFO", "groq refused a caller's request");
    }

    @Test
    void anOperatorIsToldOnceOfAModelThatIsGone() {
        Bus bus = new Bus(brokers.address());
        var degraded = bus.end(DEGRADED);
        var completed = bus.end(COMPLETED);
        for (int i = 0; i < 5; i++) {
            Hub.Answer answer = chat(ask().replace("openai/gpt-oss-120b", "gone/model"));
            assertThat(said(good(answer))).isEqualTo("from the other");
            assertThat(answer.headers()).containsEntry("x-hub-fallback", "provider");
        }
        await().atMost(Hub.SOON).until(() -> bus.since(completed).size() >= 5);
        // Told in the order it happened: what is told of this one comes after all alerts of those.
        good(chat(ask()));
        await().atMost(Hub.SOON).until(() -> bus.since(completed).size() >= 6);
        List<JsonNode> alerts = bus.since(degraded).stream().map(event -> hub.read(new String(event.value(), StandardCharsets.UTF_8)))
                .filter(event -> event.toString().contains("gone/model")).toList();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.at("/data/service").asText()).isEqualTo("groq");
            assertThat(alert.at("/data/error").asText()).isEqualTo("model_not_found: gone/model");
        });
    }

    @ParameterizedTest
    @CsvSource({"max_completion_tokens,501,integer_above_max_value", "max_tokens,99999999999999999999,integer_above_max_value",
        "max_tokens,-1,invalid_type", "max_completion_tokens,0,invalid_type", "max_tokens,1e3,invalid_type", "max_completion_tokens,'\"600\"',invalid_type"})
    void refusesWhoAsksForMoreTokensThanThereMayBe(String param, String value, String code) {
        Hub.Answer answer = chat(ask().replaceFirst("}$", ",\"" + param + "\":" + value + "}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(hub.read(answer.body()).at("/error/param").asText()).isEqualTo(param);
        assertThat(hub.read(answer.body()).at("/error/code").asText()).isEqualTo(code);
        assertThat(calls()).isZero();
    }

    @Test
    void asksForTheMostWhereARequestSaysNothing() {
        good(chat(ask().replaceFirst("}$", ",\"max_tokens\":500}")));
        good(chat(ask()));
        good(post("/api/v1/ai/responses", "{\"prompt\":\"short " + System.nanoTime() + "\"}"));
        assertThat(hub.simulators().effects().of(Providers.GROQ).stream().map(effect -> hub.read(effect.body())))
                .hasSize(3).allSatisfy(sent -> assertThat(sent.path("max_tokens").asInt() + sent.path("max_completion_tokens").asInt()).isEqualTo(500));
        Hub.Answer simple = post("/api/v1/ai/responses", "{\"prompt\":\"long\",\"maxTokens\":501}");
        assertThat(simple.status()).isEqualTo(400);
        assertThat(hub.read(simple.body()).path("param").asText()).isEqualTo("maxTokens");
    }
}
