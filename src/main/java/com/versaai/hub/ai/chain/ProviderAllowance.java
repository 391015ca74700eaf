package com.versaai.hub.ai.chain;

import java.time.Duration;

/**
 * How much of one limit is left. Between two answers it comes back evenly: Groq's reset is the time until all of it is
 * there again, in proportion to what was used. Not thread-safe.
 */
final class ProviderAllowance {

    private static final long UNKNOWN = -1;

    private final long usualPeriod;
    private long limit = UNKNOWN;
    private double left;
    private double perMilli;
    private long at;

    /** @param period of the limit, where a reset makes no sense or is missing */
    ProviderAllowance(Duration period) {
        this.usualPeriod = period.toMillis();
    }

    /** Nulls are what an answer did not say, or not in a form that can be read. */
    void observe(Long newLimit, Long remaining, Duration reset, long now) {
        if (newLimit != null && newLimit > 0) {
            limit = newLimit;
        }
        if (limit == UNKNOWN || remaining == null || remaining > limit) {
            return;
        }
        left = remaining;
        at = now;
        boolean tells = reset != null && !reset.isZero() && remaining < limit;
        perMilli = tells ? (double) (limit - remaining) / reset.toMillis() : (double) limit / usualPeriod;
    }

    long millisUntil(long wanted, long now) {
        if (limit == UNKNOWN) {
            return 0;
        }
        // More than there ever is waits for all there is: the provider then says what is wrong with the call.
        double missing = Math.min(wanted, limit) - level(now);
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perMilli);
    }

    void take(long wanted, long now) {
        if (limit != UNKNOWN) {
            left = Math.max(0, level(now) - wanted);
            at = now;
        }
    }

    boolean fits(long wanted) {
        return limit == UNKNOWN || wanted <= limit;
    }

    private double level(long now) {
        return Math.min(limit, left + Math.max(0, now - at) * perMilli);
    }
}
