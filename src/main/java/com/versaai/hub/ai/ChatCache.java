package com.versaai.hub.ai;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers given before, and those under way: of identical requests at the same time only one reaches a provider. */
final class ChatCache {

    private static final Logger LOG = LoggerFactory.getLogger(ChatCache.class);
    /** Of a stream; anything longer is answered and forgotten. */
    static final int LONGEST = 512 * 1024;

    private final AnswerStore store;
    private final MeterRegistry meters;
    private final Map<String, CompletableFuture<ChatTry>> underWay = new ConcurrentHashMap<>();

    /** @param store null when nothing is kept */
    ChatCache(AnswerStore store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
    }

    /** Answers the request if that can be done without a provider; else others may wait for it from now on. */
    void look(ChatTry chat) throws InterruptedException {
        ChatRequest request = chat.request();
        if (store == null || !request.store()) {
            count("off");
            return;
        }
        String key = ChatKey.of(request);
        if (found(chat, key) || !request.stream() && joined(chat, key)) {
            count("hit");
            return;
        }
        chat.cached("miss", key);
        count("miss");
    }

    private boolean found(ChatTry chat, String key) {
        try {
            byte[] kept = store.get(key);
            byte[] frames = kept == null && chat.request().stream() ? store.get(key + ":stream") : null;
            if (kept != null) {
                ChatAnswer answer = ChatAnswer.read(kept, new ChatTarget("cache", chat.request().model(), null), null);
                chat.answered(answer);
            } else if (frames != null) {
                chat.streams(ChatStream.replay(frames));
            } else {
                return false;
            }
            chat.cached("hit", key);
            return true;
        } catch (RuntimeException | IOException e) {
            count("error");
            LOG.debug("The answer cache failed: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /** Waits for the same request of the same tenant, if there is one. */
    private boolean joined(ChatTry chat, String key) throws InterruptedException {
        CompletableFuture<ChatTry> own = new CompletableFuture<>();
        CompletableFuture<ChatTry> first = underWay.putIfAbsent(key, own);
        if (first == null) {
            chat.promises(own);
            // The answer may have been stored between the look and the promise.
            if (found(chat, key)) {
                settle(chat, key);
                return true;
            }
            return false;
        }
        try {
            ChatTry other = first.get(Math.max(1, chat.left()), TimeUnit.MILLISECONDS);
            if (other.answer() != null) {
                chat.answered(other.answer());
                chat.cached("hit", key);
            } else if (other.fault() != null) {
                // Two hundred callers of one mistake are one call.
                chat.failed(other.fault());
                chat.giveUp();
            }
            return other.answer() != null || other.fault() != null;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Keeps a good answer and tells those that wait; called whatever became of the request. */
    void settle(ChatTry chat) {
        settle(chat, chat.key());
    }

    private void settle(ChatTry chat, String key) {
        ChatAnswer answer = chat.answer();
        if (chat.settled()) {
            return;
        }
        if (key != null && "miss".equals(chat.cache()) && answer != null && answer.complete() && answer.fallback() == null) {
            keep(key, answer.body());
        }
        if (chat.promise() != null) {
            underWay.remove(key, chat.promise());
            chat.promise().complete(chat);
        }
    }

    /** Keeps the events of a stream that came to its natural end. */
    void keepStream(ChatTry chat, byte[] frames) {
        if (chat.key() != null && "miss".equals(chat.cache()) && chat.target().fallback() == null) {
            keep(chat.key() + ":stream", frames);
        }
    }

    private void keep(String key, byte[] bytes) {
        try {
            store.put(key, bytes);
        } catch (RuntimeException e) {
            count("error");
            LOG.debug("The answer cache failed: {}", e.getClass().getSimpleName());
        }
    }

    private void count(String result) {
        meters.counter("hub.ai.cache", "result", result).increment();
    }
}
