package com.versaai.hub.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.support.Redis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one real Redis. */
class SharedTokenBucketsTest {

    private static final TokenBuckets.Limit HOURLY = new TokenBuckets.Limit(100, Duration.ofHours(1), 100);
    private static final Duration SHORT = Duration.ofMillis(10);

    private static Redis redis;
    private static RedisClient client;

    @BeforeAll
    static void start() {
        redis = Redis.start();
        client = RedisClient.create(redis.url());
        client.setOptions(ClientOptions.builder().disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS).build());
    }

    @AfterAll
    static void stop() throws Exception {
        if (client != null) {
            client.shutdown();
            redis.close();
        }
    }

    @Test
    void nodesTakeFromOneBucketAndGiveBackToIt() throws Exception {
        try (TokenBuckets one = node(); TokenBuckets other = node()) {
            RateLimiter here = one.limiter("tokens", HOURLY);
            RateLimiter there = other.limiter("tokens", HOURLY);
            assertThat(here.take("acme", 90, SHORT)).isTrue();
            assertThat(there.take("acme", 90, SHORT)).isFalse();
            assertThat(there.take("another", 90, SHORT)).isTrue();

            here.giveBack("acme", 85);
            assertThat(there.take("acme", 90, SHORT)).isTrue();
            there.giveBack("acme", -20);
            here.giveBack("acme", 15);
            assertThat(here.take("acme", 1, SHORT)).as("5 left, 20 more were used, 15 given back: a token away from the first").isFalse();
            here.giveBack("acme", 1);
            assertThat(here.take("acme", 1, SHORT)).isTrue();
        }
    }

    @Test
    void eachNodeCountsByItselfWhileRedisIsAway() throws Exception {
        try (TokenBuckets one = node(); TokenBuckets other = node()) {
            RateLimiter here = one.limiter("away", HOURLY);
            RateLimiter there = other.limiter("away", HOURLY);
            assertThat(here.take("acme", 100, SHORT)).isTrue();
            redis.stop();
            try {
                assertThat(there.tryTake("acme", 100)).isZero();
                assertThat(there.tryTake("acme", 100)).isPositive();
                there.giveBack("acme", 100);
                assertThat(there.take("acme", 100, SHORT)).isTrue();
                assertThat(there.take("acme", 1, SHORT)).isFalse();
                assertThat(other.shared()).isFalse();
            } finally {
                redis.startAgain();
            }
            await().atMost(Duration.ofSeconds(20)).until(other::shared);
            assertThat(there.take("acme", 100, SHORT)).as("a Redis that was empty when it came back").isTrue();
        }
    }

    private static TokenBuckets node() {
        TokenBuckets node = new SharedTokenBuckets(RateConfiguration.connectTo(client));
        await().atMost(Duration.ofSeconds(20)).until(node::shared);
        return node;
    }
}
