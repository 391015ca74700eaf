package com.versaai.hub.rate;

import java.time.Duration;

/** One token a call. Thread-safe. */
public interface RateLimiter {

    /**
     * Takes a token if there is one.
     *
     * @param key whose tokens
     * @return zero when one was taken, else how long until there is one
     */
    Duration tryTake(String key);

    /**
     * Takes a token, waiting for its turn.
     *
     * @param key  whose tokens
     * @param most longest wait
     * @return false, at once, when it would take longer
     */
    boolean take(String key, Duration most) throws InterruptedException;

    /** Always says yes. */
    RateLimiter UNLIMITED = new RateLimiter() {
        @Override
        public Duration tryTake(String key) {
            return Duration.ZERO;
        }

        @Override
        public boolean take(String key, Duration most) {
            return true;
        }
    };
}
