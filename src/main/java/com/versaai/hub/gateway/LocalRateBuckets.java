package com.versaai.hub.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Token buckets in memory; idle callers are forgotten, and at most 10 000 are remembered, so that addresses can't fill the heap. */
final class LocalRateBuckets implements RateBuckets {

    private static final int MAX_CALLERS = 10_000;

    private final GatewaySettings.Limit limit;
    private final Cache<String, Bucket> buckets;

    LocalRateBuckets(GatewaySettings.Limit limit) {
        this.limit = limit;
        this.buckets = Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(Duration.ofMinutes(10)).build();
    }

    @Override
    public Duration take(String caller) {
        if (limit.perSecond() == 0) {
            return Duration.ZERO;
        }
        ConsumptionProbe probe = buckets.get(caller, this::newBucket).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket newBucket(String caller) {
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.capacity()).refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
