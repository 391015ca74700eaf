package com.versaai.hub.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Message;
import org.springframework.web.util.UriUtils;

/** What a mapping made, read and written; and the fault for one that no provider would take. */
public final class Payload {

    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private Payload() {
    }

    /**
     * The body as a JSON object.
     *
     * @param provider for the fault
     * @throws ProviderException permanent, when it is none
     */
    public static ObjectNode of(String provider, Message message) {
        byte[] body = message.getBody(byte[].class);
        try {
            JsonNode json = body == null ? null : MAPPER.readTree(body);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Without the cause, whose text repeats the payload.
            throw invalid(provider, "the payload is no JSON");
        }
        throw invalid(provider, "the payload is no JSON object");
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** UTF-8; bytes, so that the HTTP client can send them twice. */
    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /**
     * A header that a mapping sets, checked against what the provider allows in a path.
     *
     * @param provider for the fault
     * @param pattern  what the whole value has to match
     * @throws ProviderException permanent, when it is missing or does not match
     */
    public static String header(String provider, Message message, String name, String pattern) {
        String value = message.getHeader(name, String.class);
        if (value == null || value.isBlank()) {
            throw invalid(provider, "header " + name + " is missing");
        }
        if (!value.matches(pattern)) {
            throw invalid(provider, "header " + name + " has an unusable value");
        }
        return value;
    }

    /** One path segment or query value (RFC 3986): everything but unreserved characters as percent-encoded UTF-8. */
    public static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    /** The permanent fault {@code invalid_message}, to be thrown; {@code message} says what is wrong, without quoting the payload. */
    public static ProviderException invalid(String provider, String message) {
        return new ProviderException(provider, new Fault(FaultClass.PERMANENT, null, "invalid_message", message, null, null));
    }
}
