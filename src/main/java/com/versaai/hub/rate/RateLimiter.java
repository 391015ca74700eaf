package com.versaai.hub.rate;

import java.time.Duration;

/** One token a call, or as many as a call is worth. Thread-safe. */
public interface RateLimiter {

    /**
     * Takes tokens if they are there.
     *
     * @param key    whose tokens
     * @param tokens at most the burst: more are never there
     * @return zero when they were taken, else how long until they are there
     */
    Duration tryTake(String key, long tokens);

    /**
     * Takes tokens, waiting for its turn.
     *
     * @param key    whose tokens
     * @param tokens at most the burst
     * @param most   longest wait
     * @return false, at once, when it would take longer
     */
    boolean take(String key, long tokens, Duration most) throws InterruptedException;

    /**
     * Corrects what was taken by an estimate.
     *
     * @param tokens that were not needed; fewer than none: so many more were, and whoever comes next waits for them
     */
    void giveBack(String key, long tokens);

    /** {@link #tryTake(String, long)} of one. */
    default Duration tryTake(String key) {
        return tryTake(key, 1);
    }

    /** {@link #take(String, long, Duration)} of one. */
    default boolean take(String key, Duration most) throws InterruptedException {
        return take(key, 1, most);
    }

    /** Always says yes. */
    RateLimiter UNLIMITED = new RateLimiter() {
        @Override
        public Duration tryTake(String key, long tokens) {
            return Duration.ZERO;
        }

        @Override
        public boolean take(String key, long tokens, Duration most) {
            return true;
        }

        @Override
        public void giveBack(String key, long tokens) {
            // there are always enough
        }
    };
}
