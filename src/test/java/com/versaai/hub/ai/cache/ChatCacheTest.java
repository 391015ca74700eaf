package com.versaai.hub.ai.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.Upstream;
import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.ai.chain.ChatAnswer;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.gateway.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCacheTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static ChatTry stream(Duration left) throws Exception {
        ObjectNode body = (ObjectNode) ChatJson.MAPPER.readTree("{\"model\":\"m\",\"messages\":[1]}");
        long now = System.nanoTime();
        return new ChatTry(new ChatRequest("a", body, null, "m", true, false, true), List.of(new ChatTarget("groq", "m", null)), now,
                now + left.toNanos());
    }

    private static ChatTry ask(String tenant, String json) throws Exception {
        ObjectNode body = (ObjectNode) ChatJson.MAPPER.readTree(json);
        ChatRequest request = new ChatRequest(tenant, body, null, body.path("model").asText(), body.path("stream").asBoolean(), false, true);
        long now = System.nanoTime();
        return new ChatTry(request, List.of(new ChatTarget("groq", "m", null)), now, now + 1_000_000_000L);
    }

    @Test
    void aStoreThatIsAwayCostsNothingButTheCache() throws Exception {
        ChatCache cache = new ChatCache(new AnswerStore() {
            @Override
            public byte[] get(String key) {
                throw new IllegalStateException("away");
            }

            @Override
            public void put(String key, byte[] answer) {
                throw new IllegalStateException("away");
            }
        }, meters);
        ChatTry chat = ask("a", "{\"model\":\"m\",\"messages\":[1]}");
        cache.look(chat);
        assertThat(chat.done()).isFalse();
        chat.answered(new ChatAnswer("{}".getBytes(), "m", "groq", Usage.NONE, true, null));
        cache.settle(chat);
        assertThat(meters.counter("hub.ai.cache", "result", "error").count()).isEqualTo(3);
        assertThat(meters.counter("hub.ai.cache", "result", "miss").count()).isEqualTo(1);
    }

    private void isAMiss(AnswerStore store, boolean stream) throws Exception {
        ChatCache cache = new ChatCache(store, meters);
        ChatTry chat = ask("a", "{\"model\":\"m\",\"messages\":[1],\"stream\":" + stream + "}");
        double errors = meters.counter("hub.ai.cache", "result", "error").count();
        cache.look(chat);
        assertThat(chat.done()).isFalse();
        assertThat(chat.cache()).isEqualTo("miss");
        assertThat(meters.counter("hub.ai.cache", "result", "error").count()).isGreaterThan(errors);
        chat.answered(new ChatAnswer(Upstream.completion("new").getBytes(), "m", "groq", Usage.NONE, true, null));
        cache.settle(chat);
        ChatTry again = ask("a", "{\"model\":\"m\",\"messages\":[1]}");
        cache.look(again);
        assertThat(again.cache()).as("put right by the next answer").isEqualTo("hit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{", "5", "{\"choices\":[]}", "\u0000\u0001",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"},\"finish_reason\":null}]}\n\n"})
    void garbageInTheStoreIsAMiss(String garbage) throws Exception {
        AnswerStore store = AnswerStore.local(Duration.ofHours(1), 1_000_000);
        String key = ChatKey.of(ask("a", "{\"model\":\"m\",\"messages\":[1]}").request());
        store.put(key, garbage.getBytes());
        isAMiss(store, false);
        AnswerStore streams = AnswerStore.local(Duration.ofHours(1), 1_000_000);
        streams.put(key + ":stream", garbage.getBytes());
        isAMiss(streams, true);
        AnswerStore sealed = AnswerStore.local(Duration.ofHours(1), 1_000_000);
        sealed.put(key, garbage.getBytes());
        isAMiss(new SealedAnswers(sealed, "a secret of the test"), false);
    }

    @Test
    void anAnswerSealedWithAnotherSecretIsAMiss() throws Exception {
        AnswerStore store = AnswerStore.local(Duration.ofHours(1), 1_000_000);
        String key = ChatKey.of(ask("a", "{\"model\":\"m\",\"messages\":[1]}").request());
        new SealedAnswers(store, "the secret before").put(key, Upstream.completion("old").getBytes());
        isAMiss(new SealedAnswers(store, "the secret of today"), false);
    }

    @Test
    void waitsForAFirstTokenNotLongerThanItsOwnDeadline() throws Exception {
        ChatCache cache = new ChatCache(AnswerStore.local(Duration.ofHours(1), 1_000_000), meters);
        ChatTry first = stream(Duration.ofHours(1));
        cache.look(first);
        ChatTry second = stream(Duration.ofMillis(20));
        cache.look(second);
        assertThat(second.cache()).isEqualTo("miss");
        assertThat(second.exhausted()).as("no time for a call of its own").isTrue();
        assertThat(first.promise().recording().leave()).as("nobody follows any more").isTrue();
    }

    @Test
    void whatIsNotLetThroughIsNotLetThroughForThoseThatFollow() throws Exception {
        ChatCache cache = new ChatCache(AnswerStore.local(Duration.ofHours(1), 1_000_000), meters);
        ChatTry first = stream(Duration.ofHours(1));
        cache.look(first);
        first.refused(new ProblemException(429, "budget-exceeded", "spent", null));
        // Still under way for those that have begun to wait for it: the outcome is there, the end is not.
        first.promise().outcome().complete(first);
        assertThatThrownBy(() -> cache.look(stream(Duration.ofHours(1)))).isSameAs(first.refusal());
        cache.leave(first, "cancelled");
        ChatTry next = stream(Duration.ofHours(1));
        cache.look(next);
        assertThat(next.promise()).as("the next may try").isNotNull();
    }

    @Test
    void keepsOnlyGoodWholeAnswers() throws Exception {
        ChatCache cache = new ChatCache(AnswerStore.local(Duration.ofHours(1), 1_000_000), meters);
        byte[] body = Upstream.completion("x").getBytes();
        for (ChatAnswer bad : List.of(new ChatAnswer(body, "m", "groq", Usage.NONE, false, null),
                new ChatAnswer(body, "m", "groq", Usage.NONE, true, "model"), ChatAnswer.fixed("sorry", "m", Instant.EPOCH))) {
            ChatTry chat = ask("a", "{\"model\":\"m\",\"messages\":[1]}");
            cache.look(chat);
            assertThat(chat.cache()).isEqualTo("miss");
            chat.answered(bad);
            cache.settle(chat);
        }
    }

    @Test
    void aKeyIsOfEverythingThatChangesTheAnswer() throws Exception {
        String key = ChatKey.of(ask("a", "{\"model\":\"m\",\"messages\":[1],\"temperature\":0}").request());
        assertThat(ChatKey.of(ask("a", "{\"temperature\":0,\"stream\":true,\"messages\":[1],\"model\":\"m\"}").request())).isEqualTo(key);
        for (String other : List.of("{\"model\":\"n\",\"messages\":[1],\"temperature\":0}", "{\"model\":\"m\",\"messages\":[2],\"temperature\":0}",
                "{\"model\":\"m\",\"messages\":[1],\"temperature\":1}", "{\"model\":\"m\",\"messages\":[1]}",
                "{\"model\":\"m\",\"messages\":[1],\"temperature\":0,\"seed\":1}", "{\"model\":\"m\",\"messages\":[1],\"temperature\":0,\"tools\":[]}",
                "{\"model\":\"m\",\"messages\":[1],\"temperature\":0,\"user\":\"u\"}",
                "{\"model\":\"m\",\"messages\":[1],\"temperature\":0,\"stream_options\":{\"include_obfuscation\":true}}")) {
            assertThat(ChatKey.of(ask("a", other).request())).isNotEqualTo(key);
        }
        assertThat(ChatKey.of(ask("b", "{\"model\":\"m\",\"messages\":[1],\"temperature\":0}").request())).isNotEqualTo(key);
    }
}
