package com.versaai.hub.delivery;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Token buckets, local to this process or shared by all nodes through Redis. */
interface RateBuckets {

    /** One bucket. */
    interface Bucket {
        /**
         * Takes a token.
         *
         * @param most longest wait
         * @throws RateLimitedException when there was none for so long
         */
        void take(Duration most) throws InterruptedException;
    }

    /** The bucket of that name, which lets {@code permits} calls through in {@code per}. */
    Bucket bucket(String name, long permits, Duration per);

    /** No permit became free in time; the delivery goes back into its queue. */
    final class RateLimitedException extends RuntimeException {
        RateLimitedException() {
            super("no permit of the destination's rate limit became free in time; the delivery stays in its queue");
        }
    }

    private static void take(BlockingBucket bucket, Duration most) throws InterruptedException {
        if (!bucket.tryConsume(1, most)) {
            throw new RateLimitedException();
        }
    }

    private static Bandwidth bandwidth(long permits, Duration per) {
        return Bandwidth.builder().capacity(permits).refillGreedy(permits, per).build();
    }

    /** Buckets of this process alone. */
    static RateBuckets local() {
        return (name, permits, per) -> {
            BlockingBucket bucket = io.github.bucket4j.Bucket.builder().addLimit(bandwidth(permits, per)).build().asBlocking();
            return most -> take(bucket, most);
        };
    }

    /** Buckets in Redis: the nodes of a cluster share one rate. */
    static RateBuckets shared(ProxyManager<byte[]> redis) {
        return (name, permits, per) -> {
            BucketConfiguration configuration = BucketConfiguration.builder().addLimit(bandwidth(permits, per)).build();
            byte[] key = ("hub:rate:" + name).getBytes(StandardCharsets.UTF_8);
            BlockingBucket bucket = redis.builder().build(key, () -> configuration).asBlocking();
            return most -> take(bucket, most);
        };
    }
}
