package com.versaai.hub.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Positions;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.gateway.RequestHeaders;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of the routes in {@code routes/webhooks}: receiving, and working on what was received. */
@Configuration(proxyBeanMethods = false)
class ReceptionConfiguration {

    /** Of the shortest patience of a sender, 3 s, what Kafka usually leaves twice over. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    @Bean
    Sources sources(InboundSettings settings, Manifests manifests, Environment environment, ObjectProvider<Connector> connectors,
                    Mappings mappings) {
        return new Sources(settings, manifests, environment, connectors, mappings);
    }

    @Bean
    InboundTrials inboundTrials(Sources sources, Mappings mappings, TopicReader reader,
                                @Qualifier("hubHttpHeaderFilter") HeaderFilterStrategy border, Clock clock) {
        return new InboundTrials(sources, mappings, reader, border, clock);
    }

    @Bean
    EventTypes eventTypes(Manifests manifests, Topics topics) {
        return new EventTypes(manifests, topics::declare);
    }

    @Bean
    DoorAnswers doorAnswers(Mappings mappings, MeterRegistry meters) {
        return new DoorAnswers(mappings, meters, ANSWER);
    }

    @Bean
    Reception reception(Sources sources, RequestBytes bytes, RequestHeaders requestHeaders, DoorAnswers answers, Clock clock, MeterRegistry meters) {
        return new Reception(sources, bytes, requestHeaders, answers, clock, meters);
    }

    @Bean
    Intake intake(ProducerTemplate template) {
        return new Intake(template);
    }

    @Bean
    Receipts receipts(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        return new Receipts(jdbc, commits, clock);
    }

    /** Asks before the first request is worked on, and of those that were when the hub started. */
    @Bean
    HealthIndicator history(JdbcTemplate jdbc, Positions positions, Clock clock) {
        List<String> missing = new MissingReceipts(jdbc, positions::written, clock).look(positions.atStart("hub.inbox-map"));
        Health health = missing.isEmpty() ? Health.up().build() : Health.up().withDetail("databaseIsOlderThanKafka", missing).build();
        return () -> health;
    }

    @Bean
    Inbox inbox(Sources sources, Receipts receipts, DeadLetterBox deadLetters, FaultClassifier faults, ObjectMapper json,
                Clock clock, MeterRegistry meters) {
        return new Inbox(sources, receipts, deadLetters, faults, json, clock, meters);
    }

    /** For the error policy: the object of a thin event is read again. */
    @Bean
    Processor beforeNextRead(Inbox inbox) {
        return inbox::readAgain;
    }
}
