package com.versaai.hub.ai;

import java.util.concurrent.CompletableFuture;

/**
 * A request that identical ones wait for.
 *
 * @param key       what it is known by while it is under way
 * @param outcome   done when it has an answer, a first token, or neither for good
 * @param recording of its stream, null when it is to be answered whole
 */
record ChatPromise(String key, CompletableFuture<ChatTry> outcome, StreamRecording recording) {

    static ChatPromise whole(String key) {
        return new ChatPromise(key, new CompletableFuture<>(), null);
    }

    static ChatPromise streamed(String key) {
        return new ChatPromise(key, new CompletableFuture<>(), new StreamRecording());
    }
}
