package com.versaai.hub.verification;

import java.util.regex.Pattern;

/**
 * The id of a Salesforce organization, which has two texts: 15 characters whose case matters, and the same with 3 more, made of the
 * case of the others, for programs that lose it.
 */
final class OrganizationId {

    static final int LONG = 18;

    private static final int SHORT = 15;
    private static final int CHUNK = 5;
    private static final Pattern FORM = Pattern.compile("00D[0-9A-Za-z]{12}([A-Z0-5]{3})?");
    private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private OrganizationId() {
    }

    /** The 18 characters of either text; null when it is neither, or its last 3 characters don't fit the others. */
    static String canonical(String text) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        StringBuilder id = new StringBuilder(text.substring(0, SHORT));
        for (int chunk = 0; chunk < SHORT; chunk += CHUNK) {
            int bits = 0;
            for (int i = 0; i < CHUNK; i++) {
                char c = text.charAt(chunk + i);
                bits |= c >= 'A' && c <= 'Z' ? 1 << i : 0;
            }
            id.append(SUFFIXES.charAt(bits));
        }
        return text.length() == SHORT || id.toString().equals(text) ? id.toString() : null;
    }
}
