package com.versaai.hub.delivery.record;

import java.util.Map;

/** Puts a record into a topic and returns when Kafka has acknowledged it. */
public interface ReplayPublisher {

    /** @throws RuntimeException when Kafka did not acknowledge */
    void publish(String topic, String key, Map<String, Object> headers, byte[] value);
}
