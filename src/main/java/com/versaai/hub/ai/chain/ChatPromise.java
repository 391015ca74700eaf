package com.versaai.hub.ai.chain;

import com.versaai.hub.ai.stream.StreamRecording;
import java.util.concurrent.CompletableFuture;

/**
 * A request that identical ones wait for.
 *
 * @param key       what it is known by while it is under way
 * @param outcome   done when it has an answer, a first token, or neither for good
 * @param recording of its stream, null when it is to be answered whole
 */
public record ChatPromise(String key, CompletableFuture<ChatTry> outcome, StreamRecording recording) {

    /** Of an answer in one piece. */
    public static ChatPromise whole(String key) {
        return new ChatPromise(key, new CompletableFuture<>(), null);
    }

    /** Of a stream, which will be recorded. */
    public static ChatPromise streamed(String key) {
        return new ChatPromise(key, new CompletableFuture<>(), new StreamRecording());
    }
}
