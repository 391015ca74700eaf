package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.support.Redis;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class AnswerStoreTest {

    @Test
    void redisKeepsForAllNodesAndForAWhile() throws Exception {
        try (Redis redis = Redis.start()) {
            LettuceConnectionFactory one = connect(redis);
            LettuceConnectionFactory two = connect(redis);
            AnswerStore.shared(one, Duration.ofHours(1)).put("key", new byte[] {1, 2, -1});
            AnswerStore other = AnswerStore.shared(two, Duration.ofHours(1));
            assertThat(other.get("key")).containsExactly(1, 2, -1);
            assertThat(other.get("unknown")).isNull();
            try (RedisConnection connection = one.getConnection()) {
                assertThat(connection.keyCommands().ttl("hub:ai:key".getBytes(StandardCharsets.UTF_8)))
                        .isBetween(1L, 3600L);
            }
            redis.stop();
            assertThatThrownBy(() -> other.get("key")).isInstanceOf(RuntimeException.class);
            one.destroy();
            two.destroy();
            redis.startAgain();
        }
    }

    @Test
    void memoryHoldsNoMoreThanItMay() {
        AnswerStore store = AnswerStore.local(Duration.ofHours(1), 10_000);
        for (int i = 0; i < 100; i++) {
            store.put("key" + i, new byte[1000]);
        }
        // The cache evicts in the background.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                IntStream.range(0, 100).filter(i -> store.get("key" + i) != null).count()).isBetween(1L, 10L));
    }

    private static LettuceConnectionFactory connect(Redis redis) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("localhost", URI.create(redis.url()).getPort()),
                LettuceClientConfiguration.builder().commandTimeout(Duration.ofMillis(500)).build());
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
