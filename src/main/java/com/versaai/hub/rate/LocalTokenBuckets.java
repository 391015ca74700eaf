package com.versaai.hub.rate;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/** Buckets in the memory of this process. */
final class LocalTokenBuckets implements TokenBuckets {

    private final TimeMeter time;

    LocalTokenBuckets(TimeMeter time) {
        this.time = time;
    }

    @Override
    public RateLimiter limiter(String name, Limit limit) {
        return limit.permits() == 0 ? RateLimiter.UNLIMITED
                : new BucketLimiter(key -> Bucket.builder().addLimit(bandwidth(limit)).withCustomTimePrecision(time).build());
    }

    static Bandwidth bandwidth(Limit limit) {
        return Bandwidth.builder().capacity(limit.burst()).refillGreedy(limit.permits(), limit.per()).build();
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void close() {
        // holds nothing but memory
    }
}
