package com.versaai.hub.delivery.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.event.Event;

/** Publishes an event of the hub itself and returns when Kafka has acknowledged it. */
public interface EventPublisher {

    /** @throws RuntimeException when Kafka did not acknowledge */
    void publish(Event event) throws JsonProcessingException;
}
