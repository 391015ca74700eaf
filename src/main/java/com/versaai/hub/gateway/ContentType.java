package com.versaai.hub.gateway;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a request says its body is. */
final class ContentType {

    private static final String CHARSET = "charset=";
    private static final Pattern JSON = Pattern.compile("application/([a-z0-9.+-]*\\+)?json");

    private ContentType() {
    }

    /**
     * The media type in lower case, without parameters; empty when there is none.
     *
     * @throws ProblemException 415 when it is neither in UTF-8 nor in ASCII, which is a part of it; by any of their names
     */
    static String of(String header) {
        if (header == null) {
            return "";
        }
        // -1: all separators and nothing else are parts too, empty ones.
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith(CHARSET) && !isUtf8(parameter.substring(CHARSET.length()))) {
                throw unsupported("JSON is UTF-8.");
            }
        }
        return parts[0].strip();
    }

    private static boolean isUtf8(String name) {
        try {
            Charset charset = Charset.forName(name);
            return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return false; // no name of any
        }
    }

    static boolean isJson(String mediaType) {
        return JSON.matcher(mediaType).matches();
    }

    static ProblemException unsupported(String detail) {
        return new ProblemException(415, "unsupported-type", detail, null);
    }
}
