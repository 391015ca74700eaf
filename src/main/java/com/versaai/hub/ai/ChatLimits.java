package com.versaai.hub.ai;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Calls to providers, per tenant and of all: a request waits for its turn a short while, if not too many wait already. */
final class ChatLimits {

    private static final String ALL = "all";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AiSettings.Rate settings;
    private final RateLimiter tenants;
    private final RateLimiter global;
    private final Semaphore queue;

    ChatLimits(AiSettings.Rate settings, TokenBuckets buckets) {
        this.settings = settings;
        tenants = buckets.limiter("ai", new TokenBuckets.Limit(settings.perMinute(), MINUTE, settings.perMinute()));
        global = buckets.limiter("ai-all", new TokenBuckets.Limit(settings.global(), MINUTE, settings.global()));
        queue = new Semaphore(settings.queue());
    }

    /**
     * Returns when it is the tenant's turn.
     *
     * @param patience milliseconds that the request has left
     * @throws ProblemException 429 when that would take too long, or the queue is full
     */
    void take(String tenant, long patience) throws InterruptedException {
        take(tenants, tenant, "This key's requests to language models are used up.", patience);
        take(global, ALL, "The hub's requests to language models are used up.", patience);
    }

    private void take(RateLimiter limiter, String key, String detail, long patience) throws InterruptedException {
        Duration wait = limiter.tryTake(key);
        if (wait.isZero()) {
            return;
        }
        Duration most = settings.maxWait().toMillis() < patience ? settings.maxWait() : Duration.ofMillis(Math.max(0, patience));
        if (wait.compareTo(most) <= 0 && queue.tryAcquire()) {
            try {
                if (limiter.take(key, most)) {
                    return;
                }
            } finally {
                queue.release();
            }
        }
        throw new ProblemException(429, "rate-limited", detail, wait);
    }
}
