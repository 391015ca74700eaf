package com.versaai.hub.sandbox.dynamics;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The service protection limits of one user: 6000 requests in any 300 s, and 52 at a time, as if each took a hundredth of a second. The third one,
 * execution time, is never reached before these. Thread-safe.
 */
final class DynamicsLimits {

    static final int REQUESTS = 6_000;
    static final int CONCURRENT = 52;
    private static final long WINDOW_MS = 300_000;
    private static final long CALL_MS = 10;

    /** What is over the limit, and how long to wait. */
    record Exceeded(String code, String message, long seconds) {
    }

    private final Clock clock;
    private final Deque<Long> window = new ArrayDeque<>();

    DynamicsLimits(Clock clock) {
        this.clock = clock;
    }

    /** Counts one request; null when it is within the limits. What is refused doesn't count. */
    synchronized Exceeded request() {
        long now = clock.millis();
        while (!window.isEmpty() && window.peekFirst() <= now - WINDOW_MS) {
            window.pollFirst();
        }
        if (window.size() >= REQUESTS) {
            return new Exceeded("0x80072322", "Number of requests exceeded the limit of 6000 over the measuring window of 300 seconds.",
                    Math.max(1, (window.peekFirst() + WINDOW_MS - now + 999) / 1000));
        }
        int running = 0;
        for (var newest = window.descendingIterator(); newest.hasNext() && newest.next() > now - CALL_MS;) {
            running++;
        }
        if (running >= CONCURRENT) {
            return new Exceeded("0x80072326", "Number of concurrent requests exceeded the limit of 52.", 1);
        }
        window.addLast(now);
        return null;
    }

    synchronized int remaining() {
        return REQUESTS - window.size();
    }

    synchronized void reset() {
        window.clear();
    }
}
