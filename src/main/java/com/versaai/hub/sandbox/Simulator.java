package com.versaai.hub.sandbox;

/** One provider's behaviour: checks as it checks, remembers what it accepted, answers in its shapes. Thread-safe. */
interface Simulator {

    Answer answer(Call call);

    /**
     * A failure in the provider's own shape.
     *
     * @param code the provider's error code, null for the one it usually gives with that status
     */
    Answer failure(Call call, int status, String code);

    /** Makes every token issued so far invalid; nothing to do where tokens don't expire. */
    default void expireTokens() {
    }

    /** Forgets records and tokens. */
    default void reset() {
    }
}
