package com.versaai.hub.gateway;

/**
 * URI references that came in a header. Senders write them there as they are (the Java and Go SDKs), the CloudEvents binding has
 * every header decoded, and then {@code /p%20q} is {@code /p q}, which is none.
 */
final class UriReferences {

    /** Besides controls, which no attribute may have. */
    private static final String NOWHERE_IN_A_URI = " \"<>\\^`{|}";

    private UriReferences() {
    }

    /** What cannot stand in a URI, encoded again; a {@code %} that begins no encoded byte among it. */
    static String mended(String decoded) {
        StringBuilder mended = new StringBuilder(decoded.length());
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (NOWHERE_IN_A_URI.indexOf(c) >= 0 || c == '%' && !isByte(decoded, i)) {
                mended.append(String.format("%%%02X", (int) c));
            } else {
                mended.append(c);
            }
        }
        return mended.toString();
    }

    private static boolean isByte(String text, int at) {
        return at + 2 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0 && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
