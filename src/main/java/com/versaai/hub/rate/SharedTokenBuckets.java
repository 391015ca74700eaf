package com.versaai.hub.rate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.RemoteBucketBuilder;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Buckets in Redis, shared by the nodes of a cluster. While Redis is away every node counts by itself, with the whole
 * limit: nothing stops, and the providers' own 429 answers carry what is too much. Said once when it goes and once when it
 * is back; a thread looks every second, so that neither requests nor deliveries wait for it to time out.
 */
final class SharedTokenBuckets implements TokenBuckets, ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(SharedTokenBuckets.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Limit PROBE = new Limit(1000, Duration.ofSeconds(1), 1000);
    private static final String KEYS = "hub:rate:";
    /** How long a node may let callers through on what it last read from Redis. */
    private static final Duration STALE = Duration.ofMillis(500);

    private final Supplier<ProxyManager<byte[]>> connect;
    private final TokenBuckets local = TokenBuckets.local();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-redis-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile ProxyManager<byte[]> redis;
    private volatile boolean shared;
    private volatile boolean closing;
    private boolean told;

    /** @param connect connects to Redis or throws; asked again until it has answered once, its connection mends itself afterwards */
    SharedTokenBuckets(Supplier<ProxyManager<byte[]>> connect) {
        this.connect = connect;
        look();
        watch.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public RateLimiter limiter(String name, Limit limit) {
        return limit.permits() == 0 ? RateLimiter.UNLIMITED : new Limiter(name, limit);
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        close(); // before the connection goes, which would look like Redis going
    }

    @Override
    public void close() {
        closing = true;
        watch.shutdownNow();
    }

    /** What requests do is done here once: a Redis that answers PING but refuses scripts or writes is no use. */
    private void look() {
        try {
            if (redis == null) {
                redis = connect.get();
            }
            bucket("probe", PROBE, null).tryConsume(1);
            came();
        } catch (RuntimeException e) {
            went(e);
        }
    }

    private synchronized void came() {
        if (told) {
            LOG.info("Redis answers again: the nodes share their rate limits");
        }
        told = false;
        shared = true;
    }

    private synchronized void went(RuntimeException why) {
        if (closing) {
            return;
        }
        if (!told) {
            LOG.warn("Redis does not answer ({}): each node counts its rate limits by itself until it does", why.getClass().getSimpleName());
        }
        told = true;
        shared = false;
    }

    private Bucket bucket(String key, Limit limit, Optimization optimization) {
        BucketConfiguration configuration = BucketConfiguration.builder().addLimit(LocalTokenBuckets.bandwidth(limit)).build();
        RemoteBucketBuilder<byte[]> builder = redis.builder();
        if (optimization != null) {
            builder = builder.withOptimization(optimization);
        }
        // The limit is part of the key: a changed setting then starts a new bucket instead of obeying the old one.
        String name = KEYS + key + ':' + limit.permits() + '/' + limit.per() + '/' + limit.burst();
        return builder.build(name.getBytes(StandardCharsets.UTF_8), () -> configuration);
    }

    private final class Limiter implements RateLimiter {
        private final RateLimiter alone;
        private final RateLimiter asking;
        private final RateLimiter queueing;

        Limiter(String name, Limit limit) {
            alone = local.limiter(name, limit);
            // A request must not pay a round trip, and one busy caller's bucket would be contended for by all nodes: a node
            // passes up to a twentieth of the limit before it compares notes.
            var delay = new DelayParameters(Math.max(1, limit.burst() / 20), STALE);
            asking = new BucketLimiter(key -> bucket(name + ':' + key, limit, Optimizations.delaying(delay)));
            // DeliveryQueries are few and exact; those of one node that wait at once are one round trip.
            queueing = new BucketLimiter(key -> bucket(name + ':' + key, limit, Optimizations.batching()));
        }

        @Override
        public Duration tryTake(String key, long tokens) {
            if (shared) {
                try {
                    return asking.tryTake(key, tokens);
                } catch (RuntimeException e) {
                    went(e);
                }
            }
            return alone.tryTake(key, tokens);
        }

        @Override
        public boolean take(String key, long tokens, Duration most) throws InterruptedException {
            if (shared) {
                try {
                    return queueing.take(key, tokens, most);
                } catch (RuntimeException e) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while asking Redis for a token");
                    }
                    went(e);
                }
            }
            return alone.take(key, tokens, most);
        }

        @Override
        public void giveBack(String key, long tokens) {
            if (shared) {
                try {
                    queueing.giveBack(key, tokens);
                    return;
                } catch (RuntimeException e) {
                    went(e);
                }
            }
            alone.giveBack(key, tokens);
        }
    }
}
