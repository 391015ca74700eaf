package com.versaai.hub.ai;

import com.github.benmanes.caffeine.cache.Ticker;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.provider.ChatStreams;
import com.versaai.hub.rate.TokenBuckets;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Beans of the AI gateway. */
@Configuration(proxyBeanMethods = false)
class AiConfiguration {

    @Bean(destroyMethod = "close")
    ChatEvents chatEvents(ProducerTemplate template, EventRecords records, Clock clock, MeterRegistry meters) {
        return new ChatEvents(events -> publish(template, records, events), clock, meters);
    }

    private static void publish(ProducerTemplate template, EventRecords records, List<Event> events) {
        var sent = template.send("kamelet:hub-publish-sink?of=events&timeout=10000", exchange -> {
            exchange.getMessage().setBody(events);
            exchange.getMessage().setBody(records.records(exchange));
        });
        if (sent.getException() != null) {
            throw new IllegalStateException(sent.getException());
        }
    }

    @Bean
    ChatBill chatBill(AiSettings settings, ChatLimits limits, TokenBudgets budgets, ChatPrices prices, ChatEvents events, MeterRegistry meters,
                      Clock clock) {
        return new ChatBill(settings, limits, budgets, prices, events, meters, clock);
    }

    @Bean
    ChatReports chatReports(ChatEvents events, ChatBill bill, AiStatus status, MeterRegistry meters) {
        return new ChatReports(events, bill, status, meters, new GoneModels(Ticker.systemTicker()));
    }

    @Bean
    ChatCache chatCache(AiSettings settings, ObjectProvider<RedisConnectionFactory> redis, MeterRegistry meters) {
        RedisConnectionFactory shared = redis.getIfAvailable();
        AnswerStore store = shared == null ? AnswerStore.local(settings.cache().ttl(), settings.cache().maxSize().toBytes())
                : AnswerStore.shared(shared, settings.cache().ttl());
        if (!settings.cache().enabled()) {
            return new ChatCache(null, meters);
        }
        return new ChatCache(settings.cache().secret().isBlank() ? store : new SealedAnswers(store, settings.cache().secret()), meters);
    }

    @Bean
    ChatLimits chatLimits(AiSettings settings, TokenBuckets buckets) {
        return new ChatLimits(settings.rate(), buckets);
    }

    @Bean
    ChatCircuits chatCircuits(AiSettings settings, MeterRegistry meters, Clock clock) {
        return new ChatCircuits(settings, meters, clock);
    }

    @Bean
    ChatDoor chatDoor(AiSettings settings, ChatCache cache, ChatBill bill, Redaction redaction, Bulkhead chatBulkhead) {
        return new ChatDoor(settings, cache, bill, redaction, chatBulkhead);
    }

    /** So that hanging providers and long streams leave threads to everything else. */
    @Bean
    Bulkhead chatBulkhead(AiSettings settings, MeterRegistry meters) {
        Bulkhead bulkhead = Bulkhead.of("chat", BulkheadConfig.custom().maxConcurrentCalls(settings.atOnce()).maxWaitDuration(Duration.ZERO).build());
        Gauge.builder("hub.ai.under.way", bulkhead, all -> settings.atOnce() - all.getMetrics().getAvailableConcurrentCalls()).register(meters);
        return bulkhead;
    }

    @Bean
    Chat chat(AiSettings settings, ChatCache cache, ProviderLimits limits, ChatStreams streams, ChatReports reports, Clock clock) {
        return new Chat(settings, cache, limits, streams, reports, clock);
    }

    @Bean
    ChatAnswers chatAnswers(AiSettings settings, ChatReports reports, Clock clock) {
        return new ChatAnswers(settings, reports, clock);
    }

    /** Routes name a provider's circuit {@code chat-<account>-circuit}. */
    @Bean
    CamelContextConfiguration chatCircuitsInRegistry(ChatCircuits circuits) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                circuits.breakers().forEach((account, breaker) -> context.getRegistry().bind("chat-" + account + "-circuit", breaker));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing to do
            }
        };
    }
}
