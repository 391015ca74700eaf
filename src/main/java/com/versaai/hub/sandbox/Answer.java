package com.versaai.hub.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a simulator answers.
 *
 * @param pace null for at once
 */
public record Answer(int status, byte[] body, Map<String, String> headers, Pace pace) {

    /** The body goes out in so many pieces, spread evenly over that time. */
    public record Pace(int pieces, int millis) {
    }

    /** At once. */
    public Answer(int status, byte[] body, Map<String, String> headers) {
        this(status, body, headers, null);
    }

    /** The value as JSON. */
    public static Answer json(int status, Object body) {
        return of(status, "application/json; charset=utf-8", Call.write(body));
    }

    /** A text. */
    public static Answer of(int status, String contentType, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", contentType));
    }

    /** No body. */
    public static Answer empty(int status) {
        return new Answer(status, new byte[0], Map.of());
    }

    /** The same with a header more. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more, pace);
    }

    /** The same in so many pieces over so many milliseconds. */
    public Answer paced(int pieces, int millis) {
        return new Answer(status, body, headers, new Pace(pieces, millis));
    }
}
