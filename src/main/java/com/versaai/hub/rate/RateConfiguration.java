package com.versaai.hub.rate;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Rates are counted in Redis where there is one (profile {@code cluster}), otherwise in memory. */
@Configuration(proxyBeanMethods = false)
class RateConfiguration {

    /** Of one question to Redis; local ones take well under a millisecond. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @Bean
    TokenBuckets tokenBuckets(ObjectProvider<LettuceConnectionFactory> redis, MeterRegistry meters) {
        LettuceConnectionFactory factory = redis.getIfAvailable();
        if (factory == null) {
            return TokenBuckets.local();
        }
        TokenBuckets buckets = new SharedTokenBuckets(connectTo(factory.getRequiredNativeClient()));
        Gauge.builder("hub.rates.shared", () -> buckets.shared() ? 1 : 0)
                .description("1 while rate limits are counted by all nodes together").register(meters);
        return buckets;
    }

    /** Commands must fail at once while the connection is away; Lettuce would keep them for later. */
    @Bean
    LettuceClientOptionsBuilderCustomizer failFast() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** Never down: a hub without Redis works, and a load balancer must not take its nodes out. */
    @Bean
    HealthIndicator ratesHealthIndicator(TokenBuckets buckets, ObjectProvider<LettuceConnectionFactory> redis) {
        boolean wanted = redis.getIfAvailable() != null;
        return () -> (wanted && !buckets.shared() ? Health.status("DEGRADED") : Health.up())
                .withDetail("countedBy", buckets.shared() ? "all nodes" : "this node").build();
    }

    static Supplier<ProxyManager<byte[]>> connectTo(AbstractRedisClient client) {
        return () -> (client instanceof RedisClusterClient cluster ? Bucket4jLettuce.casBasedBuilder(cluster)
                : Bucket4jLettuce.casBasedBuilder((RedisClient) client))
                .requestTimeout(PATIENCE)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build();
    }
}
