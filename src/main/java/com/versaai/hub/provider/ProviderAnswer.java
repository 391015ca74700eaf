package com.versaai.hub.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * One answer of a provider, as far as it was read.
 *
 * @param status  HTTP status
 * @param headers as received
 * @param body    may be cut short, empty, or no text at all; never null
 * @param json    the body as JSON, the plain fields of its beginning where it was cut, {@link MissingNode} where it is none
 * @param clock   for {@code Retry-After} dates; may be null where nobody asks for them
 */
public record ProviderAnswer(int status, Map<String, String> headers, String body, JsonNode json, Clock clock) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** An answer as it came; {@code headers} and {@code body} may be null. */
    public static ProviderAnswer of(int status, Map<String, String> headers, String body, Clock clock) {
        String text = body == null ? "" : body;
        return new ProviderAnswer(status, headers == null ? Map.of() : headers, text, parse(text), clock);
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return beginning(text);
        }
    }

    /** Of an object that was cut short, the plain values before the cut: error codes stand early. */
    private static JsonNode beginning(String text) {
        ObjectNode fields = MAPPER.createObjectNode();
        try (JsonParser json = MAPPER.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return MissingNode.getInstance();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.set(name, json.readValueAsTree());
                } else {
                    json.skipChildren();
                }
            }
            return fields;
        } catch (IOException e) {
            // The cut, or no JSON at all: the status decides together with what was found.
            return fields.isEmpty() ? MissingNode.getInstance() : fields;
        }
    }

    /** What the status alone says (design §4). */
    public FaultClass statusClass() {
        return switch (status) {
            case 429 -> FaultClass.RATE_LIMITED;
            case 408, 425 -> FaultClass.TRANSIENT;
            default -> status >= 500 ? FaultClass.TRANSIENT : FaultClass.PERMANENT;
        };
    }

    /** The wait the provider asks for in a header, null when it does not say. */
    public Duration retryAfter() {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if ("retry-after".equalsIgnoreCase(header.getKey())) {
                return RetryAfter.parse(header.getValue(), clock);
            }
        }
        return null;
    }

    /**
     * A fault with this answer's status, header wait and masked text.
     *
     * @param code    the provider's; {@code http_<status>} stands in for null and for what is no code
     * @param message masked and cut
     */
    public Fault fault(FaultClass faultClass, String code, String message) {
        return fault(faultClass, code, message, null);
    }

    /** The same, with {@code otherwise} as the wait where no header says one; may be null. */
    public Fault fault(FaultClass faultClass, String code, String message, Duration otherwise) {
        Duration wait = retryAfter();
        return new Fault(faultClass, status, code(code), Excerpt.line(message, 300), wait == null ? otherwise : wait,
                Excerpt.ofAnswer(body));
    }

    /** A provider's code as it came if it looks like one, else {@code http_<status>}. */
    private String code(String given) {
        return given != null && given.matches("[\\w.:/-]{1,80}") ? given : "http_" + status;
    }
}
