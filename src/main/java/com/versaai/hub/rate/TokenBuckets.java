package com.versaai.hub.rate;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;

/** Makes rate limiters; whether they count for this node or for all is the profile's choice. */
public interface TokenBuckets extends AutoCloseable {

    /**
     * A kind of traffic with one limit for each of its keys.
     *
     * @param name  stable and the same on every node: limiters of one name share their counts
     * @param limit zero permits mean no limit
     */
    RateLimiter limiter(String name, Limit limit);

    /** Whether all nodes count together at this moment. */
    boolean shared();

    @Override
    void close();

    /** Counts in the memory of this process. */
    static TokenBuckets local() {
        return new LocalTokenBuckets(TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** The same by that clock; nobody may wait for its tokens, which {@link RateLimiter#take} does by the real time. */
    static TokenBuckets local(Clock clock) {
        return new LocalTokenBuckets(new ClockMeter(clock));
    }

    /**
     * @param permits tokens that come back in {@code per}, evenly; 0 = unlimited
     * @param per     the period
     * @param burst   tokens that can be taken at once after a pause
     */
    record Limit(long permits, Duration per, long burst) {

        public Limit {
            if (permits < 0 || burst < 0 || permits > 0 && burst == 0) {
                throw new IllegalArgumentException("a rate limit needs a burst of 1 or more, and nothing negative");
            }
        }
    }
}
