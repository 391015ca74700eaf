package com.versaai.hub.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a request says its body is. */
final class ContentType {

    private static final Pattern JSON = Pattern.compile("application/([a-z0-9.+-]*\\+)?json");

    private ContentType() {
    }

    /**
     * The media type in lower case, without parameters; empty when there is none.
     *
     * @throws ProblemException 415 when it is not in UTF-8
     */
    static String of(String header) {
        if (header == null) {
            return "";
        }
        // -1: all separators and nothing else are parts too, empty ones.
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw unsupported("JSON is UTF-8.");
            }
        }
        return parts[0].strip();
    }

    static boolean isJson(String mediaType) {
        return JSON.matcher(mediaType).matches();
    }

    static ProblemException unsupported(String detail) {
        return new ProblemException(415, "unsupported-type", detail, null);
    }
}
