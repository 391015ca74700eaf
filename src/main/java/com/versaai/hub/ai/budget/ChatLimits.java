package com.versaai.hub.ai.budget;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Calls to providers and their tokens, per tenant and of all: a request waits for its turn a short while, if not too many wait
 * already. The most that a call can need is held, and what it did not need is given back.
 */
final class ChatLimits {

    private static final String ALL = "all";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RateSettings settings;
    private final RateLimiter tenants;
    private final RateLimiter global;
    private final RateLimiter tenantTokens;
    private final RateLimiter globalTokens;
    private final Semaphore queue;

    ChatLimits(RateSettings settings, TokenBuckets buckets) {
        this.settings = settings;
        tenants = limiter(buckets, "ai", settings.perMinute());
        global = limiter(buckets, "ai-all", settings.global());
        tenantTokens = limiter(buckets, "ai-tokens", settings.tokensPerMinute());
        globalTokens = limiter(buckets, "ai-tokens-all", settings.tokensGlobal());
        queue = new Semaphore(settings.queue());
    }

    private static RateLimiter limiter(TokenBuckets buckets, String name, long perMinute) {
        return buckets.limiter(name, new TokenBuckets.Limit(perMinute, MINUTE, perMinute));
    }

    /**
     * Returns when it is the tenant's turn.
     *
     * @param tokens   of prompt and answer, at most; more than a whole minute's count as a minute's
     * @param patience milliseconds that the request has left
     * @return to be ended by {@link #settle}
     * @throws ProblemException 429 when that would take too long, or the queue is full
     */
    Held take(String tenant, long tokens, long patience) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofMillis(patience).toNanos();
        take(tenants, tenant, 1, "This key's requests to language models are used up.", until);
        take(global, ALL, 1, "The hub's requests to language models are used up.", until);
        Held held = new Held(tenant, capped(tokens, settings.tokensPerMinute()), capped(tokens, settings.tokensGlobal()));
        take(tenantTokens, tenant, held.ofTenant(), "This key's tokens of language models are used up.", until);
        try {
            take(globalTokens, ALL, held.ofAll(), "The hub's tokens of language models are used up.", until);
        } catch (ProblemException | InterruptedException e) {
            tenantTokens.giveBack(tenant, held.ofTenant());
            throw e;
        }
        return held;
    }

    /** @param used tokens that the call did need */
    void settle(Held held, long used) {
        tenantTokens.giveBack(held.tenant(), held.ofTenant() - used);
        globalTokens.giveBack(ALL, held.ofAll() - used);
    }

    /** Tokens taken for one call. */
    record Held(String tenant, long ofTenant, long ofAll) {
    }

    private static long capped(long tokens, long perMinute) {
        return Math.max(1, Math.min(tokens, perMinute));
    }

    private void take(RateLimiter limiter, String key, long tokens, String detail, long until) throws InterruptedException {
        Duration wait = limiter.tryTake(key, tokens);
        if (wait.isZero()) {
            return;
        }
        Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        Duration most = settings.maxWait().compareTo(left) < 0 ? settings.maxWait() : left;
        if (wait.compareTo(most) <= 0 && queue.tryAcquire()) {
            try {
                if (limiter.take(key, tokens, most)) {
                    return;
                }
            } finally {
                queue.release();
            }
        }
        throw new ProblemException(429, "rate-limited", detail, wait);
    }
}
