package com.versaai.hub.rate;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

/** Buckets in the memory of this process. */
final class LocalTokenBuckets implements TokenBuckets {

    @Override
    public RateLimiter limiter(String name, Limit limit) {
        return limit.permits() == 0 ? RateLimiter.UNLIMITED
                : new BucketLimiter(key -> Bucket.builder().addLimit(bandwidth(limit)).build());
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
