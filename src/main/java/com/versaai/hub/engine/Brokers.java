package com.versaai.hub.engine;

/**
 * Where Kafka is, embedded or not.
 *
 * @param address {@code host:port,…}
 */
public record Brokers(String address) {
}
