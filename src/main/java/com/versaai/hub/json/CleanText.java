package com.versaai.hub.json;

/** Text from outside, made safe to log, to write as UTF-8 and to store in PostgreSQL (which refuses NUL). */
public final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {
    }

    /** Null stays null; control characters and unpaired surrogates become U+FFFD; cut after {@code max} characters. */
    public static String of(String text, int max) {
        if (text == null || isClean(text) && text.length() <= max) {
            return text;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && clean.length() < max; i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair && clean.length() + 2 > max) {
                break;
            }
            if (pair) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(Character.isISOControl(c) || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }

    /** No control character, no unpaired surrogate. */
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || ++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
