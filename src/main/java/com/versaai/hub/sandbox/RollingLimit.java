package com.versaai.hub.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many calls in any span of that length; what is refused doesn't count. Thread-safe. */
public final class RollingLimit {

    private final Clock clock;
    private final int most;
    private final long spanMs;
    private final Deque<Long> taken = new ArrayDeque<>();

    /** @param most 0 for as many as anyone likes */
    public RollingLimit(Clock clock, int most, Duration span) {
        this.clock = clock;
        this.most = most;
        this.spanMs = span.toMillis();
    }

    /** Counts one call; false when it is one too many. */
    public synchronized boolean take() {
        forget();
        if (most > 0 && taken.size() >= most) {
            return false;
        }
        if (most > 0) {
            taken.addLast(clock.millis());
        }
        return true;
    }

    /** How many are left at this moment. */
    public synchronized int remaining() {
        forget();
        return Math.max(0, most - taken.size());
    }

    private void forget() {
        while (!taken.isEmpty() && taken.peekFirst() <= clock.millis() - spanMs) {
            taken.pollFirst();
        }
    }

    /** As after a long pause. */
    public synchronized void clear() {
        taken.clear();
    }
}
