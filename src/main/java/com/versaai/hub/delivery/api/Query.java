package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.gateway.Age;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.json.Rfc3339;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Message;

/** Reads query parameters and path placeholders of a request; what is not understood is a 400 that names the parameter. */
final class Query {

    private static final int MOST = 500;
    private static final int DEFAULT = 50;
    private static final int LONGEST = 300;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Message message;

    Query(Message message) {
        this.message = message;
    }

    /** The parameter, null when absent. */
    String text(String name) {
        Object value = message.getHeader(name);
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        if (!(value instanceof String text) || !fits(text)) {
            throw malformed(name, "must be given once, with at most " + LONGEST + " characters");
        }
        return text;
    }

    /** A text of a JSON body that rows are compared with. */
    static String condition(String name, JsonNode value) {
        if (!value.isTextual() || !fits(value.asText())) {
            throw malformed(name, "must hold texts of at most " + LONGEST + " characters");
        }
        return value.asText();
    }

    /** PostgreSQL refuses NUL. */
    private static boolean fits(String text) {
        return text.length() <= LONGEST && text.indexOf('\0') < 0;
    }

    /** One of an enumeration, in any case; null when absent. */
    <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        return oneOf(name, text(name), type);
    }

    static <E extends Enum<E>> E oneOf(String name, String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants()).filter(value -> value.name().equalsIgnoreCase(text)).findFirst()
                .orElseThrow(() -> malformed(name, "must be one of "
                        + String.join(", ", Arrays.stream(type.getEnumConstants()).map(v -> v.name().toLowerCase(Locale.ROOT)).toList())));
    }

    /** An RFC 3339 timestamp; null when absent. */
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : inRange(Rfc3339.parseLoosely(text));
        } catch (DateTimeException e) {
            throw malformed(name, "must be a timestamp such as 2026-01-05T10:00:00Z");
        }
    }

    /** The moment that lies so long before {@code now}; null when absent. */
    Instant ago(String name, Instant now) {
        return ago(name, text(name), now);
    }

    static Instant ago(String name, String duration, Instant now) {
        return duration == null ? null : inRange(now.minus(Age.of(name, duration)));
    }

    /** A span in which nothing can lie is a mistake that reads like good news. */
    static void inOrder(String later, Instant since, Instant until, String what) {
        if (since != null && until != null && !since.isBefore(until)) {
            throw malformed(later, what);
        }
    }

    /** Nothing is older or newer, and PostgreSQL knows no such times. */
    private static Instant inRange(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }

    int limit() {
        int limit = number("limit", DEFAULT);
        if (limit < 1 || limit > MOST) {
            throw malformed("limit", "must be 1 to " + MOST);
        }
        return limit;
    }

    /** Where the page starts; the cursor is the offset, and not promised to be. */
    int offset() {
        return number("cursor", 0);
    }

    private int number(String name, int absent) {
        String text = text(name);
        try {
            int number = text == null ? absent : Integer.parseInt(text);
            if (number < 0) {
                throw malformed(name, "must not be negative");
            }
            return number;
        } catch (NumberFormatException e) {
            throw malformed(name, "must be a number");
        }
    }

    static ProblemException malformed(String name, String what) {
        return new ProblemException(400, "malformed", "The parameter " + name + " " + what + ".", null, Map.of("parameter", name));
    }
}
