package com.versaai.hub.inbound;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.secret.SecretNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The part of a request's headers and query that may be stored: without credentials, and bounded. */
final class ReceiptHeaders {

    static final int MAX_HEADERS = 100;
    /** Length of the JSON text, which is ASCII. */
    static final int MAX_BYTES = 8192;

    /** ASCII only, so that every character, an unpaired surrogate too, comes back as it went. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .recyclerPool(StrictJson.BUFFERS).enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build();
    private static final TypeReference<Map<String, List<String>>> TYPE = new TypeReference<>() { };

    private ReceiptHeaders() {
    }

    /** Sorted, names in lower case; values that don't fit any more are left out, shorter ones after them may still fit. */
    static Map<String, List<String>> bounded(Map<String, List<String>> headers) {
        Map<String, List<String>> kept = new TreeMap<>();
        int values = 0;
        int bytes = 2;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (SecretNames.isSecretHeader(name)) {
                continue;
            }
            for (String value : header.getValue()) {
                // Quotes, colon, brackets and comma: at most 8 more for a name and its value.
                int cost = jsonLength(name) + jsonLength(value) + 8;
                if (values < MAX_HEADERS && bytes + cost <= MAX_BYTES) {
                    kept.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
                    values++;
                    bytes += cost;
                }
            }
        }
        kept.replaceAll((name, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(kept);
    }

    private static int jsonLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x20 || c > 0x7e ? 6 : c == '"' || c == '\\' ? 2 : 1;
        }
        return length;
    }

    /** Some senders can only carry their proof in the query ({@code ?code=…}). */
    static String withoutSecrets(String query) {
        return query == null ? null : SecretNames.withoutSecrets(query);
    }

    static String toJson(Map<String, List<String>> headers) {
        try {
            return MAPPER.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists of texts are always JSON", e);
        }
    }

    static Map<String, List<String>> fromJson(String json) {
        try {
            Map<String, List<String>> headers = MAPPER.readValue(json, TYPE);
            if (headers == null || headers.containsValue(null) || headers.values().stream().anyMatch(l -> l.contains(null))) {
                throw new IllegalArgumentException("headers with null");
            }
            return headers;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("headers are not JSON");
        }
    }
}
