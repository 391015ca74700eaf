package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs;
import com.versaai.hub.delivery.deadletter.DeadLetters;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.inbound.feed.Feeds;
import com.versaai.hub.inbound.load.Loads;
import com.versaai.hub.provider.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    DeadLetterMBean deadLetterMBean(DeliveryQueries deliveries, DeadLetters deadLetters, DeadLetterJobs jobs, Timelines timelines, ObjectMapper json) {
        return new DeadLetterMBean(deliveries, deadLetters, jobs, timelines, json);
    }

    @Bean
    Integrations integrations(Destinations destinations, Circuits circuits, Backlog backlog, JdbcTemplate jdbc, MeterRegistry meters) {
        return new Integrations(destinations, circuits, backlog, jdbc, meters);
    }

    @Bean
    Streams streams(Feeds feeds, Loads loads, Manifests manifests, Secrets secrets) {
        return new Streams(feeds, loads, manifests, secrets);
    }

    @Bean
    DeliveryApi operations(Timelines timelines, DeliveryQueries deliveries, DeadLetters deadLetters, Integrations integrations, Streams streams, Clock clock) {
        return new DeliveryApi(timelines, deliveries, deadLetters, integrations, streams, clock);
    }

    @Bean
    ChatOperations chatOperations(ChatSettings settings, Integrations integrations, DeliveryQueries deliveries, DeadLetterJobs jobs, Clock clock) {
        return new ChatOperations(settings, integrations, deliveries, jobs, clock);
    }

    @Bean
    Timelines timelines(JdbcTemplate jdbc, DeliveryQueries deliveries, ObjectMapper json) {
        return new Timelines(jdbc, deliveries, json);
    }

    @Bean
    DeadLetterJobsApi deadLetterOperations(DeadLetterJobs jobs, Clock clock) {
        return new DeadLetterJobsApi(jobs, clock);
    }
}
