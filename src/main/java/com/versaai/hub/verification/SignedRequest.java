package com.versaai.hub.verification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The parts of an HTTP request that some sender signs or puts its secret in.
 *
 * @param method  upper case
 * @param path    as received, escapes and all; below the public URL
 * @param query   as received, without the question mark; null when there is none
 * @param headers by lower-case name
 * @param body    the bytes before any decoding
 */
public record SignedRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** Stripe sends about 80 characters per active secret, others less than 200 in all. */
    static final int MAX_HEADER = 8192;

    /**
     * The only value of a header.
     *
     * @throws RefusedException missing when it is absent or blank, malformed when there are two of it or it is too long
     */
    String required(String lowerCaseName) throws RefusedException {
        String value = optional(lowerCaseName);
        if (value == null) {
            throw RefusedException.missing();
        }
        return value;
    }

    /** Like {@link #required}, but null when it is absent or blank. */
    String optional(String lowerCaseName) throws RefusedException {
        List<String> values = headers.get(lowerCaseName);
        if (values == null || values.isEmpty()) {
            return null;
        }
        // Two would be one too many: proxies and libraries differ on which of them counts.
        if (values.size() > 1 || values.get(0).length() > MAX_HEADER) {
            throw RefusedException.malformed();
        }
        return values.get(0).isBlank() ? null : values.get(0);
    }

    /**
     * The value of a query parameter, without escapes; a plus stays a plus, since secrets hold more of them than blanks.
     *
     * @throws RefusedException missing when it is absent or empty, malformed when there are two of it or an escape is broken
     */
    byte[] requiredParameter(String name) throws RefusedException {
        String value = null;
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name) && (pair.length() == name.length() || pair.charAt(name.length()) == '=')) {
                if (value != null) {
                    throw RefusedException.malformed();
                }
                value = pair.substring(Math.min(pair.length(), name.length() + 1));
            }
        }
        if (value == null || value.isEmpty()) {
            throw RefusedException.missing();
        }
        if (value.length() > MAX_HEADER) {
            throw RefusedException.malformed();
        }
        return Encoding.unescape(value);
    }

    /** Whether there is a query parameter of that name, whatever its value. */
    boolean hasParameter(String name) {
        return query != null && Arrays.stream(query.split("&")).anyMatch(pair -> pair.equals(name) || pair.startsWith(name + '='));
    }

    /** The URL the sender called: what is configured, never what the request says of its host. */
    String url(URI publicUrl) {
        String base = publicUrl.toString();
        String address = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
        return query == null ? address : address + '?' + query;
    }

    /** The bytes a header or its part had on the wire. */
    static byte[] wire(String text) throws RefusedException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                throw RefusedException.malformed();
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Without query, headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return "SignedRequest[" + method + ' ' + path + ", " + body.length + " bytes]";
    }
}
