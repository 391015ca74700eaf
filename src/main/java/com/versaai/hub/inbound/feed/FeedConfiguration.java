package com.versaai.hub.inbound.feed;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.inbound.Receipt;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what providers have to be asked for. Does nothing where no feed is configured. */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {

    private static final String INBOX = "kafka:hub.inbox?lingerMs=0&maxInFlightRequest=1&additionalProperties.delivery.timeout.ms=10000";

    @Bean
    Feeds feeds(ObjectProvider<Connector> connectors, JdbcTemplate jdbc, ClockWatch watch, Clock clock, ProducerTemplate template) {
        FeedPositions positions = new FeedPositions(jdbc, watch, UUID.randomUUID().toString());
        Consumer<Receipt> inbox = receipt -> {
            Map<String, Object> headers = new HashMap<>(receipt.toRecordHeaders());
            // What one feed brings is mapped in the order it came.
            headers.put(KafkaConstants.KEY, receipt.source() + ' ' + receipt.path());
            template.sendBodyAndHeaders(INBOX, receipt.body(), headers);
        };
        return new Feeds(connectors.stream(), feed -> new FeedReader(feed, positions, inbox, clock, FeedReader.Pace.USUAL));
    }
}
