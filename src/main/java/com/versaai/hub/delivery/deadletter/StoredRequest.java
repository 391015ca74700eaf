package com.versaai.hub.delivery.deadletter;

import java.util.Map;

/**
 * A received request as a dead letter keeps it.
 *
 * @param headers the Kafka record's {@code hub-*} headers
 * @param body    the exact bytes (base64 in JSON)
 */
public record StoredRequest(Map<String, Object> headers, byte[] body) {

    /** Of a header that says under what key the request lay in the inbox: its replay is mapped in turn with others about the same. */
    public static final String KEY = "hub-key";

    /** What it is about; null where that was not kept. */
    String key() {
        return headers.get(KEY) instanceof String key ? key : null;
    }
}
