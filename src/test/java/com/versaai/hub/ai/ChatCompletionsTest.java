package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.Providers;
import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whole answers: the contract, errors, the chain, the cache. */
class ChatCompletionsTest extends AiGateway {

    @Test
    void passesAnAnswerThrough() {
        Hub.Answer answer = chat(ask("hello"), "Cache-Control", "no-store");
        JsonNode completion = good(answer);
        assertThat(said(completion)).isEqualTo("You said: hello");
        assertThat(completion.at("/x_groq/id").asText()).isNotEmpty();
        assertThat(answer.headers()).containsEntry("x-hub-cache", "off").containsEntry("content-type", "application/json")
                .doesNotContainKey("x-hub-fallback");
    }

    @Test
    void passesEveryParameterThroughAsItCame() {
        String request = ask().replaceFirst("}$", ",\"temperature\":0.70,\"seed\":12345678901234567890,\"made_up\":{\"z\":1,\"a\":[null,1e2]}}");
        good(chat(request));
        assertThat(hub.simulators().wireMock().getAllServeEvents()).anySatisfy(event ->
                assertThat(event.getRequest().getBodyAsString()).isEqualTo(request));
    }

    @Test
    void namesTheNewModelOfARetiredOne() {
        good(chat(ask().replace("openai/gpt-oss-120b", "mixtral-8x7b-32768")));
        assertThat(hub.simulators().effects().of(Providers.GROQ).get(0).body()).contains("\"model\":\"openai/gpt-oss-120b\"");
    }

    @Test
    void listsModels() {
        assertThat(hub.get("/v1/models").path("data").findValuesAsText("id")).contains("openai/gpt-oss-20b", "openai/gpt-oss-120b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "not json||invalid_json", "[]||invalid_type", "{\"model\":5,\"messages\":[{\"role\":\"user\"}]}|model|invalid_type",
        "{\"messages\":[{\"role\":\"user\"}]}|model|missing_required_parameter",
        "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}|messages|invalid_value",
        "{\"model\":\"openai/gpt-oss-20b\",\"messages\":\"hi\"}|messages|invalid_value",
        "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[5]}|messages|invalid_type",
        "{\"model\":\"openai/gpt-oss-20b\",\"stream\":\"yes\",\"messages\":[{\"role\":\"user\"}]}|stream|invalid_type",
        "{\"model\":\"nobody/knows\",\"messages\":[{\"role\":\"user\"}]}|model|model_not_found"})
    void refusesInOpenAisForm(String body, String param, String code) {
        Hub.Answer answer = chat(body);
        assertThat(answer.status()).isEqualTo(code.equals("model_not_found") ? 404 : 400);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
        JsonNode error = hub.read(answer.body()).path("error");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asText(null)).isEqualTo(param);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(calls()).isZero();
    }

    @Test
    void passesTheProvidersOwnRefusalOn() {
        Hub.Answer answer = chat(ask().replaceFirst("}$", ",\"n\":2}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(hub.read(answer.body()).at("/error/param").asText()).isEqualTo("n");
        fault(FaultSpec.error(413));
        answer = chat(ask());
        assertThat(answer.status()).isEqualTo(413);
        assertThat(hub.read(answer.body()).at("/error/type").asText()).isEqualTo("tokens");
        assertThat(hub.simulators().faults().active().get(Providers.GROQ).hits()).as("final").isEqualTo(1);
    }

    @Test
    void refusesAStrangerAndTooMuchInOpenAisForm() {
        Hub.Answer stranger = Http.post(hub.uri(CHAT), ask(), "wrong");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(hub.read(stranger.body()).at("/error/code").asText()).isEqualTo("invalid_api_key");
        assertThat(hub.call("POST", CHAT, new byte[1_100_000], java.util.Map.of("Content-Type", "application/json"))).satisfies(large -> {
            assertThat(large.status()).isEqualTo(413);
            assertThat(hub.read(large.body()).at("/error/code").asText()).isEqualTo("too_large");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {256 * 1024, 900 * 1024, 5 * 1024 * 1024})
    void refusesAPromptThatIsTooLong(int letters) {
        Hub.Answer answer = chat(ask("x".repeat(letters)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(hub.read(answer.body()).at("/error/code").asText()).isEqualTo("too_large");
        Hub.Answer simple = post("/api/v1/ai/responses", "{\"prompt\":\"" + "x".repeat(letters) + "\"}");
        assertThat(simple.status()).isEqualTo(413);
        assertThat(simple.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(calls()).isZero();
    }

    @Test
    void takesAPromptThatIsJustShortEnough() {
        good(chat(ask("x".repeat(255 * 1024)), "Cache-Control", "no-store"));
    }

    @Test
    void repeatsWhatPassesAndHonoursRetryAfter() {
        fault(FaultSpec.error(429).withRetryAfter("1", false).withCount(1));
        long start = System.nanoTime();
        assertThat(good(chat(ask())).at("/model").asText()).isEqualTo("openai/gpt-oss-120b");
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
        fault(FaultSpec.error(498).withCount(1));
        assertThat(chat(ask()).headers()).doesNotContainKey("x-hub-fallback");
    }

    @Test
    void goesToAnotherModelWhenOneIsGone() {
        fault(FaultSpec.error(404).withCount(1));
        Hub.Answer answer = chat(ask());
        assertThat(good(answer).path("model").asText()).isEqualTo("openai/gpt-oss-20b");
        assertThat(answer.headers()).containsEntry("x-hub-fallback", "model");
    }

    @Test
    void goesToAnotherProvider() {
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "application/json", Upstream.completion("from the other")));
        String request = ask();
        Hub.Answer answer = chat(request);
        assertThat(said(good(answer))).isEqualTo("from the other");
        assertThat(answer.headers()).containsEntry("x-hub-fallback", "provider");
        assertThat(Upstream.OTHER.keys()).containsExactly("Bearer key+of%other");
        assertThat(Upstream.OTHER.requests().get(0)).contains("\"model\":\"other-model\"");
        assertThat(chat(request).headers()).as("never cached").containsEntry("x-hub-cache", "miss");
    }

    @Test
    void saysSorryWhenNobodyAnswersAndForgetsIt() {
        fault(FaultSpec.error(500));
        String request = ask();
        Hub.Answer answer = chat(request);
        assertThat(said(good(answer))).startsWith("Lo siento, el servicio de IA");
        assertThat(answer.headers()).containsEntry("x-hub-fallback", "static");
        hub.freshSimulators();
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(said(good(chat(request)))).startsWith("You said: say"));
    }

    @Test
    void leavesAProviderAloneAfterFiveFailures() {
        fault(FaultSpec.error(500));
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "application/json", Upstream.completion("from the other")));
        chat(ask());
        chat(ask());
        long before = hub.simulators().faults().active().get(Providers.GROQ).hits();
        assertThat(before).isEqualTo(5);
        assertThat(chat(ask()).headers()).containsEntry("x-hub-fallback", "provider");
        assertThat(hub.simulators().faults().active().get(Providers.GROQ).hits()).isEqualTo(before);
        hub.simulators().faults().clear();
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(chat(ask()).headers()).doesNotContainKey("x-hub-fallback"));
    }

    @Test
    void doesNotWaitForAHangingProvider() {
        fault(FaultSpec.of(FaultSpec.Kind.HANG));
        assertThat(chat(ask()).headers()).containsEntry("x-hub-fallback", "static");
        hub.simulators().faults().clear();
    }

    @Test
    void leavesThreadsToEverythingElse(@Autowired Bulkhead bulkhead) {
        await().atMost(Hub.SOON).until(() -> bulkhead.getMetrics().getAvailableConcurrentCalls() == bulkhead.getMetrics().getMaxAllowedConcurrentCalls());
        int all = bulkhead.getMetrics().getMaxAllowedConcurrentCalls();
        for (int i = 0; i < all; i++) {
            bulkhead.acquirePermission();
        }
        try {
            Hub.Answer refused = chat(ask());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(hub.read(refused.body()).at("/error/code").asText()).isEqualTo("overloaded");
        } finally {
            IntStream.range(0, all).forEach(i -> bulkhead.onComplete());
        }
        assertThat(chat(ask()).status()).isEqualTo(200);
        assertThat(chat("{").status()).isEqualTo(400);
        await().atMost(Hub.SOON).until(() -> bulkhead.getMetrics().getAvailableConcurrentCalls() == all);
    }

    @Test
    void answersFromTheCacheWithoutAskingAgain() {
        String request = ask();
        assertThat(chat(request).headers()).containsEntry("x-hub-cache", "miss");
        String otherOrder = request.replace("{\"model\":\"openai/gpt-oss-120b\",", "{").replaceFirst("}$", ",\"model\":\"openai/gpt-oss-120b\"}");
        Hub.Answer hit = chat(otherOrder);
        assertThat(hit.headers()).containsEntry("x-hub-cache", "hit");
        assertThat(calls()).isEqualTo(1);
        assertThat(chat(request, "Cache-Control", "no-store").headers()).containsEntry("x-hub-cache", "off");
        assertThat(calls()).isEqualTo(2);
        assertThat(chat(request.replaceFirst("}$", ",\"temperature\":0}")).headers()).containsEntry("x-hub-cache", "miss");
    }

    @Test
    void tenantsNeverShare() {
        String request = ask();
        good(chat(request));
        Hub.Answer other = Http.post(hub.uri(CHAT), request, OTHER_KEY);
        assertThat(other.headers()).containsEntry("x-hub-cache", "miss");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void twoHundredIdenticalRequestsAreOneCall() {
        fault(new FaultSpec(FaultSpec.Kind.SLOW, null, null, null, null, null, 1000, null, null, null, null));
        String request = ask();
        ExecutorService callers = Executors.newFixedThreadPool(200);
        List<CompletableFuture<Hub.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> chat(request), callers));
        }
        answers.forEach(answer -> good(answer.join()));
        callers.shutdown();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void answersTheProductsOwnCall() {
        String prompt = "{\"prompt\":\"resume " + System.nanoTime() + "\",\"maxTokens\":50}";
        JsonNode first = good(post("/api/v1/ai/responses", prompt));
        assertThat(first.path("content").asText()).startsWith("You said: resume");
        assertThat(first.path("model").asText()).isEqualTo("openai/gpt-oss-20b");
        assertThat(first.path("tokensUsed").asInt()).isPositive();
        assertThat(first.path("cached").asBoolean()).isFalse();
        assertThat(first.path("fallback").asBoolean()).isFalse();
        assertThat(good(post("/api/v1/ai/responses", prompt)).path("cached").asBoolean()).isTrue();
        String uncached = prompt.replaceFirst("}$", ",\"useCache\":false}");
        assertThat(good(post("/api/v1/ai/responses", uncached)).path("cached").asBoolean()).isFalse();
        Hub.Answer bad = post("/api/v1/ai/responses", "{\"prompt\":5}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.headers().get("content-type")).isEqualTo("application/problem+json");
    }

    private static Set<String> named(Hub.Answer answer) {
        Set<String> names = new TreeSet<>(answer.headers().keySet());
        names.removeAll(List.of("expires", "pragma"));
        return names;
    }

    /** The names are those that steer Camel; the address is one where a call would be seen. */
    @Test
    void whatAModelSaysAndItsToolArgumentsAreBodyOnly() {
        String said = """
                {"id":"chatcmpl-9","object":"chat.completion","created":1,"model":"other-model","choices":[{"index":0,"message":{"role":"assistant",
                "content":"CamelHttpUri: %1$s/taken\\r\\nLocation: http://evil.example\\r\\n\\r\\n","tool_calls":[{"id":"call_1","type":"function",
                "function":{"name":"CamelHttpMethod","arguments":"{\\"CamelHttpUri\\":\\"%1$s/taken\\",\\"CamelFileName\\":\\"x\\",\\"kafka.OVERRIDE_TOPIC\\":\\"hub.inbox\\"}"}}]},
                "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""".formatted(Upstream.OTHER.url());
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "application/json", Upstream.completion("x")));
        fault(FaultSpec.error(401));
        Hub.Answer plain = chat(ask());
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "application/json", said));
        Hub.Answer answer = chat(ask());
        assertThat(answer.body()).isEqualTo(said);
        // A request whose body came late is answered in a second dispatch: then Spring Security has set these two already.
        assertThat(named(answer)).isEqualTo(named(plain));
        assertThat(Upstream.OTHER.requests()).hasSize(2);
    }

    @Test
    void keepsModelAndProviderOutOfHeaders() {
        Upstream.OTHER.does(call -> {
            call.getResponseHeaders().set("Location", "http://evil.example");
            call.getResponseHeaders().set("CamelHttpUri", "http://evil.example");
            Upstream.send(call, 200, "application/json", Upstream.completion("x"));
        });
        fault(FaultSpec.error(401));
        assertThat(chat(ask()).headers()).doesNotContainKeys("location", "camelhttpuri", "hub-patience");
    }
}
