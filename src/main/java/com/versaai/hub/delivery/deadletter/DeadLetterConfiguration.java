package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.delivery.record.ReplayPublisher;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.gateway.ReservedSources;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    @Bean
    DeadLetterBox deadLetterBox(DeliveryRepository store, EventPublisher events, ObjectMapper json, Clock clock) {
        return new DeadLetterBox(store, events, json, clock);
    }

    @Bean
    DeadLetters deadLetters(GroupCommit commits, ReplayPublisher publisher, Topics topics, Destinations destinations, ReservedSources reserved,
            ObjectMapper json, Clock clock) {
        return new DeadLetters(commits, publisher, topics, destinations, new EditRules(reserved), json, clock);
    }
}
