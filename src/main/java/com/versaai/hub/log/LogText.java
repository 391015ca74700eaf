package com.versaai.hub.log;

/** Text from anywhere made fit for one line of a log. */
final class LogText {

    private LogText() {
    }

    /** Whether every character is one a terminal prints and nothing else happens. */
    static boolean isPlain(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 ? c != '\t' : c >= 0x7f && (!Character.isDefined(c) || steers(c))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Line breaks, escape sequences and other control characters, marks that turn the direction of writing, invisible ones and
     * halves of characters, as a Java string would name them; cut to so many characters.
     */
    static String oneLine(String text, int longest) {
        boolean cut = text.length() > longest;
        if (!cut && isPlain(text)) {
            return text;
        }
        int end = Math.min(text.length(), longest);
        StringBuilder line = new StringBuilder(end + 32);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                line.append(c).append(text.charAt(++i));
            } else {
                append(c, line);
            }
        }
        return cut ? line.append("… (").append(text.length() - end).append(" more)").toString() : line.toString();
    }

    private static void append(char c, StringBuilder line) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append('\t');
            default -> {
                if (c < 0x20 || c >= 0x7f && (!Character.isDefined(c) || steers(c))) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    private static boolean steers(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> true;
            case Character.SURROGATE -> true;
            default -> false;
        };
    }
}
