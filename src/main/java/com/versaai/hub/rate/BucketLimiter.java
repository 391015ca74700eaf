package com.versaai.hub.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.function.Function;

/** A bucket per key; idle keys are forgotten, and at most 10 000 are remembered, so that addresses can't fill the heap. */
final class BucketLimiter implements RateLimiter {

    private static final int MAX_KEYS = 10_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(Duration.ofMinutes(10)).build();
    private final Function<String, Bucket> make;

    BucketLimiter(Function<String, Bucket> make) {
        this.make = make;
    }

    @Override
    public Duration tryTake(String key, long tokens) {
        ConsumptionProbe probe = buckets.get(key, make).tryConsumeAndReturnRemaining(tokens);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    @Override
    public boolean take(String key, long tokens, Duration most) throws InterruptedException {
        return buckets.get(key, make).asBlocking().tryConsume(tokens, most);
    }

    @Override
    public void giveBack(String key, long tokens) {
        if (tokens > 0) {
            buckets.get(key, make).addTokens(tokens);
        } else if (tokens < 0) {
            buckets.get(key, make).consumeIgnoringRateLimits(-tokens);
        }
    }
}
