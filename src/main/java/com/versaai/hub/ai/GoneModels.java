package com.versaai.hub.ai;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.versaai.hub.ai.chain.ChatTarget;
import java.time.Duration;

/** Which models an operator has been told of lately: a model that is gone fails every call, and one word an hour is enough. Thread-safe. */
final class GoneModels {

    private static final Duration QUIET = Duration.ofHours(1);
    /** Callers may name anything where {@code hub.ai.models} is empty. */
    private static final int MAX_MODELS = 1000;

    private final Cache<ChatTarget, Boolean> told;

    GoneModels(Ticker ticker) {
        told = Caffeine.newBuilder().expireAfterWrite(QUIET).maximumSize(MAX_MODELS).ticker(ticker).build();
    }

    /** Whether nobody was told within the hour; asking counts as telling. */
    boolean news(String account, String model) {
        return told.asMap().putIfAbsent(new ChatTarget(account, model, null), Boolean.TRUE) == null;
    }
}
