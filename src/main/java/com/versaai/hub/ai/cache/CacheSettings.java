package com.versaai.hub.ai.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.cache.*}: answers kept.
 *
 * @param enabled whether answers are kept
 * @param ttl     for how long
 * @param maxSize of all answers of this process together; without effect in Redis
 * @param secret  kept answers are encrypted with it; blank for plain ones
 */
@Validated
@ConfigurationProperties("hub.ai.cache")
record CacheSettings(@DefaultValue("true") boolean enabled, @DefaultValue("1h") Duration ttl, @DefaultValue("32MB") DataSize maxSize,
                     @DefaultValue("") String secret) {

    private static final int SHORTEST_SECRET = 16;

    CacheSettings {
        if (!secret.isBlank() && secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("hub.ai.cache.secret must have at least " + SHORTEST_SECRET + " characters");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "CacheSettings[" + enabled + ", " + ttl + ", " + maxSize + ", " + (secret.isBlank() ? "plain" : "encrypted") + "]";
    }
}
