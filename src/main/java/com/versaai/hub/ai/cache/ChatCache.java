package com.versaai.hub.ai.cache;

import com.versaai.hub.ai.chain.ChatAnswer;
import com.versaai.hub.ai.chain.ChatPromise;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.ai.stream.FollowingStream;
import com.versaai.hub.ai.stream.RelayedStream;
import com.versaai.hub.ai.stream.StreamRecording;
import com.versaai.hub.ai.stream.TokenStream;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers given before, and those under way: of identical requests at the same time only one reaches a provider. */
public final class ChatCache {

    private static final Logger LOG = LoggerFactory.getLogger(ChatCache.class);

    private final AnswerStore store;
    private final MeterRegistry meters;
    private final Map<String, ChatPromise> underWay = new ConcurrentHashMap<>();

    /** @param store null when nothing is kept */
    ChatCache(AnswerStore store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
    }

    /** Answers the request if that can be done without a provider; else others may wait for it from now on. */
    public void look(ChatTry chat) throws InterruptedException {
        ChatRequest request = chat.request();
        if (store == null || !request.store()) {
            count("off");
            return;
        }
        String key = ChatKey.of(request);
        if (found(chat, key) || joined(chat, key)) {
            count("hit");
            return;
        }
        chat.cached("miss", key);
        count("miss");
    }

    private boolean found(ChatTry chat, String key) {
        try {
            byte[] kept = store.get(key);
            byte[] frames = kept == null && chat.request().stream() ? store.get(streamKey(key, chat)) : null;
            if (kept != null) {
                ChatAnswer answer = ChatAnswer.read(kept, new ChatTarget("cache", chat.request().model(), null),
                        chat.request()::promptTokens, null);
                chat.answered(answer);
            } else if (frames != null) {
                chat.streams(RelayedStream.replay(frames), new ChatTarget("cache", chat.request().model(), null));
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

    /** Usage is an event of a stream, where it is wanted. */
    private static String streamKey(String key, ChatTry chat) {
        return key + (chat.request().usage() ? ":stream+usage" : ":stream");
    }

    /** Waits for the same request of the same tenant, if there is one. */
    private boolean joined(ChatTry chat, String key) throws InterruptedException {
        ChatPromise own = chat.request().stream() ? ChatPromise.streamed(streamKey(key, chat)) : ChatPromise.whole(key);
        ChatPromise first = underWay.putIfAbsent(own.key(), own);
        while (first != null) {
            StreamRecording.Reader reader = first.recording() == null ? null : first.recording().join();
            if (reader != null || first.recording() == null) {
                return followed(chat, key, first, reader);
            }
            // Over or too long, and so no longer of use to anybody.
            underWay.remove(own.key(), first);
            first = underWay.putIfAbsent(own.key(), own);
        }
        chat.promises(own);
        // The answer may have been stored between the look and the promise.
        if (found(chat, key)) {
            settle(chat);
            return true;
        }
        return false;
    }

    private boolean followed(ChatTry chat, String key, ChatPromise first, StreamRecording.Reader reader) throws InterruptedException {
        try {
            ChatTry other = first.outcome().get(Math.max(1, chat.left()), TimeUnit.MILLISECONDS);
            return took(chat, key, other, reader);
        } catch (ExecutionException e) {
            return false;
        } catch (TimeoutException e) {
            chat.giveUp();
            return false;
        } finally {
            if (reader != null && !(chat.stream() instanceof FollowingStream)) {
                reader.leave();
            }
        }
    }

    /** The other's outcome is this one's: two hundred callers of one mistake are one call. */
    private boolean took(ChatTry chat, String key, ChatTry other, StreamRecording.Reader reader) {
        if (other.refusal() != null) {
            throw other.refusal();
        }
        if (other.answer() != null) {
            chat.answered(other.answer());
        } else if (other.stream() instanceof RelayedStream live && live.recorded()) {
            chat.streams(live.followedBy(reader), new ChatTarget("cache", other.source().model(), other.source().fallback()));
        } else if (other.stream() != null) {
            // It found a kept one after all.
            return found(chat, key);
        } else if (other.fault() != null) {
            chat.failed(other.fault());
            chat.giveUp();
        } else {
            return false;
        }
        chat.cached("hit", key);
        return true;
    }

    /** Keeps a good answer and tells those that wait, once; a stream from now on can be followed. */
    public void settle(ChatTry chat) {
        if (chat.settled()) {
            return;
        }
        ChatAnswer answer = chat.answer();
        if (chat.key() != null && "miss".equals(chat.cache()) && answer != null && answer.complete() && answer.fallback() == null) {
            keep(chat.key(), answer.body());
        }
        if (chat.promise() != null) {
            if (!(chat.stream() instanceof RelayedStream live && live.recorded())) {
                underWay.remove(chat.promise().key(), chat.promise());
            }
            chat.promise().outcome().complete(chat);
        }
    }

    /** A stream is over: one that came to its natural end is kept, if it has what was asked for. */
    public void ended(ChatTry chat, TokenStream.End end) {
        boolean counted = end.usage() != null || !chat.request().usage();
        if (end.frames() != null && counted && "miss".equals(chat.cache()) && chat.source().fallback() == null) {
            keep(streamKey(chat.key(), chat), end.frames());
        }
        leave(chat, end.outcome());
    }

    /** Whatever became of the request: nobody waits for it any more. */
    public void leave(ChatTry chat, String outcome) {
        settle(chat);
        if (chat.promise() != null && chat.promise().recording() != null) {
            underWay.remove(chat.promise().key(), chat.promise());
            chat.promise().recording().end(outcome);
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
