package com.versaai.hub.ai.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.core.types.Expiration;

/** Where answers are kept. Any method may throw when the store is away. */
interface AnswerStore {

    /** Null when there is none. */
    byte[] get(String key);

    void put(String key, byte[] answer);

    /** In the memory of this process. */
    static AnswerStore local(Duration ttl, long maxBytes) {
        Cache<String, byte[]> cache = Caffeine.newBuilder().expireAfterWrite(ttl).maximumWeight(maxBytes)
                .<String, byte[]>weigher((key, answer) -> 128 + answer.length).build();
        return new AnswerStore() {
            @Override
            public byte[] get(String key) {
                return cache.getIfPresent(key);
            }

            @Override
            public void put(String key, byte[] answer) {
                cache.put(key, answer);
            }
        };
    }

    /** In Redis, shared by all nodes. */
    static AnswerStore shared(RedisConnectionFactory redis, Duration ttl) {
        return new AnswerStore() {
            @Override
            public byte[] get(String key) {
                try (RedisConnection connection = redis.getConnection()) {
                    return connection.stringCommands().get(name(key));
                }
            }

            @Override
            public void put(String key, byte[] answer) {
                try (RedisConnection connection = redis.getConnection()) {
                    connection.stringCommands().set(name(key), answer, Expiration.from(ttl), SetOption.upsert());
                }
            }

            private byte[] name(String key) {
                return ("hub:ai:" + key).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        };
    }
}
