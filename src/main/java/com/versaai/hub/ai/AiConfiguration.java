package com.versaai.hub.ai;

import com.github.benmanes.caffeine.cache.Ticker;
import com.versaai.hub.ai.budget.ChatBill;
import com.versaai.hub.ai.cache.ChatCache;
import com.versaai.hub.ai.chain.ChainSettings;
import com.versaai.hub.ai.chain.ProviderLimits;
import com.versaai.hub.ai.redaction.Redaction;
import com.versaai.hub.ai.request.ChatRequests;
import com.versaai.hub.ai.request.RequestSettings;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.provider.ChatStreams;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a request goes through: the door, the chain, the answer, and what is told of it. */
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
    ChatReports chatReports(ChatEvents events, ChatBill bill, AiStatus status, MeterRegistry meters) {
        return new ChatReports(events, bill, status, meters, new GoneModels(Ticker.systemTicker()));
    }

    @Bean
    ChatDoor chatDoor(AiSettings settings, ChainSettings chain, ChatRequests requests, ChatCache cache, ChatBill bill, Redaction redaction,
                      Bulkhead chatBulkhead) {
        return new ChatDoor(settings, chain, requests, cache, bill, redaction, chatBulkhead);
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
    ChatAnswers chatAnswers(RequestSettings requests, ChainSettings chain, ChatReports reports, Clock clock) {
        return new ChatAnswers(requests, chain, reports, clock);
    }
}
