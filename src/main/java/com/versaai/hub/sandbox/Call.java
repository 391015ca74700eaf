package com.versaai.hub.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One request as a simulator sees it.
 *
 * @param origin  scheme, host and port the client used, for answers that name their own address
 * @param path    raw path below {@code /<provider>}, still percent-encoded, starting with a slash
 * @param query   decoded query parameters, the first of each name
 * @param headers looks a header up, in any case; null when absent
 */
public record Call(String method, String origin, String path, Map<String, String> query, UnaryOperator<String> headers, byte[] body) {

    /** Trailing text after the document is an error, as at every provider. Numbers are kept as they came: the ledger shows them. */
    public static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return parameters;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A stray % in what a client sent: taken literally, so that it fails as a wrong value and not as a crash.
            return encoded;
        }
    }

    /** The path's parts, each decoded after splitting, so that an encoded slash stays inside its part. */
    public List<String> parts() {
        return Arrays.stream(path.substring(1).split("/", -1)).map(part -> decode(part.replace("+", "%2B"))).toList();
    }

    /** Whether the method is this one. */
    public boolean is(String wanted) {
        return method.equals(wanted);
    }

    /** Whether the body is said to be of that type, whatever its parameters. */
    public boolean hasType(String mediaType) {
        String type = headers.apply("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).split(";")[0].strip().equals(mediaType);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as form fields, the first of each name. */
    public Map<String, String> form() {
        return parameters(text());
    }

    /** The body as JSON; empty when it is none. */
    public Optional<JsonNode> json() {
        return json(body);
    }

    /** These bytes as JSON; empty when they are none. */
    public static Optional<JsonNode> json(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The token of {@code Authorization: Bearer …}; null when absent or of another scheme. */
    public String bearer() {
        return credentials("Bearer");
    }

    /** {@code user:password} of {@code Authorization: Basic …}; null when absent or not decodable. */
    public String basic() {
        String encoded = credentials("Basic");
        try {
            return encoded == null ? null : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String credentials(String scheme) {
        String header = headers.apply("Authorization");
        if (header == null || !header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)) {
            return null;
        }
        return header.substring(scheme.length() + 1).strip();
    }

    /** As JSON. */
    public static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of the sandbox is not JSON", e);
        }
    }
}
