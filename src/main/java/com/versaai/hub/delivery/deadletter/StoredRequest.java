package com.versaai.hub.delivery.deadletter;

import java.util.Map;

/**
 * A received request as a dead letter keeps it.
 *
 * @param headers the Kafka record's {@code hub-*} headers
 * @param body    the exact bytes (base64 in JSON)
 */
public record StoredRequest(Map<String, Object> headers, byte[] body) {
}
