package com.versaai.hub.ai.cache;

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

    private static final String SECRET = "a secret of the test";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What has to hold wherever answers are kept. */
    private static void sealsIn(AnswerStore plain) {
        AnswerStore sealed = new SealedAnswers(plain, SECRET);
        sealed.put("one", bytes("what was said"));
        sealed.put("two", bytes("what was said"));
        assertThat(sealed.get("one")).isEqualTo(bytes("what was said"));
        assertThat(new SealedAnswers(plain, SECRET).get("one")).as("of another node").isEqualTo(bytes("what was said"));
        assertThat(sealed.get("unknown")).isNull();
        assertThat(new String(plain.get("one"), StandardCharsets.ISO_8859_1)).doesNotContain("said", "what");
        assertThat(plain.get("one")).isNotEqualTo(plain.get("two"));
        assertThatThrownBy(() -> new SealedAnswers(plain, SECRET + "!").get("one")).isInstanceOf(IllegalStateException.class);
        byte[] one = plain.get("one");
        plain.put("two", one);
        assertThatThrownBy(() -> sealed.get("two")).as("moved").isInstanceOf(IllegalStateException.class);
        for (int spoilt : new int[] {0, 1, 12, 20, one.length - 1}) {
            byte[] changed = one.clone();
            changed[spoilt] ^= 1;
            plain.put("one", changed);
            assertThatThrownBy(() -> sealed.get("one")).as("byte " + spoilt).isInstanceOf(IllegalStateException.class);
        }
        for (String garbage : new String[] {"", "x", "{\"choices\":[{\"finish_reason\":\"stop\"}]}"}) {
            plain.put("one", bytes(garbage));
            assertThatThrownBy(() -> sealed.get("one")).as(garbage).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void memoryHoldsNothingThatCanBeRead() {
        sealsIn(AnswerStore.local(Duration.ofHours(1), 100_000));
    }

    @Test
    void redisHoldsNothingThatCanBeRead() throws Exception {
        try (Redis redis = Redis.start()) {
            LettuceConnectionFactory connections = connect(redis);
            sealsIn(AnswerStore.shared(connections, Duration.ofHours(1)));
            connections.destroy();
        }
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
