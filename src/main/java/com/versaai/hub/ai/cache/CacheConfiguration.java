package com.versaai.hub.ai.cache;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The cache of answers: in Redis where there is one, else in this process. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    ChatCache chatCache(CacheSettings settings, ObjectProvider<RedisConnectionFactory> redis, MeterRegistry meters) {
        RedisConnectionFactory shared = redis.getIfAvailable();
        AnswerStore store = shared == null ? AnswerStore.local(settings.ttl(), settings.maxSize().toBytes())
                : AnswerStore.shared(shared, settings.ttl());
        if (!settings.enabled()) {
            return new ChatCache(null, meters);
        }
        return new ChatCache(settings.secret().isBlank() ? store : new SealedAnswers(store, settings.secret()), meters);
    }
}
