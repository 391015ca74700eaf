package com.versaai.hub.sandbox;

import java.util.Map;

/** One provider's behaviour: checks as it checks, remembers what it accepted, answers in its shapes. Thread-safe. */
public interface Simulator {

    /** What the provider would say, and the effect it would have. */
    Answer answer(Call call);

    /**
     * A failure in the provider's own shape.
     *
     * @param code the provider's error code, null for the one it usually gives with that status
     */
    Answer failure(Call call, int status, String code);

    /**
     * The status of a failure that was asked for without one.
     *
     * @param code the provider's error code, null for none
     */
    default int failureStatus(String code) {
        return 500;
    }

    /** Its API has these objects from now on, as JSON by path: a webhook names them, and the hub may ask. */
    default void remember(Map<String, String> objects) {
    }

    /** Makes every token issued so far invalid; nothing to do where tokens don't expire. */
    default void expireTokens() {
    }

    /** As after a long pause: what was called before counts against no rate limit. */
    default void rest() {
    }

    /** Forgets records and tokens. */
    default void reset() {
    }
}
