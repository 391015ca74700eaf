package com.versaai.hub.webhook;

import java.util.List;
import java.util.Map;

/**
 * The parts of an HTTP request that some sender signs.
 *
 * @param method  upper case
 * @param url     the public URL the sender called (behind a proxy: from configuration), with query; null if unknown
 * @param headers by lower-case name
 * @param body    the bytes before any decoding
 */
public record SignedRequest(String method, String url, Map<String, List<String>> headers, byte[] body) {

    /** The value of a header, several ones joined by a comma as HTTP allows; null when absent. */
    String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? null : String.join(",", values);
    }
}
