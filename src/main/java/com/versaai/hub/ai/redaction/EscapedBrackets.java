package com.versaai.hub.ai.redaction;

/**
 * Many models write JSON in ASCII, the brackets of a placeholder as escapes. Turns those two into the characters, which mean
 * the same in JSON, also when the text comes in pieces; holds back at most five characters.
 */
final class EscapedBrackets {

    private static final int LENGTH = 6;
    private static final String OPEN = "\\u27e6";
    private static final String CLOSE = "\\u27e7";

    private final StringBuilder escape = new StringBuilder(LENGTH);

    String accept(String piece) {
        if (escape.isEmpty() && piece.indexOf('\\') < 0) {
            return piece;
        }
        StringBuilder out = new StringBuilder(piece.length() + LENGTH);
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (escape.isEmpty() && c != '\\') {
                out.append(c);
            } else {
                escape.append(c);
                if (escape.length() == LENGTH || escape.length() == 2 && c != 'u') {
                    out.append(meaning());
                    escape.setLength(0);
                }
            }
        }
        return out.toString();
    }

    String finish() {
        String rest = escape.toString();
        escape.setLength(0);
        return rest;
    }

    private String meaning() {
        String text = escape.toString();
        return text.equalsIgnoreCase(OPEN) ? String.valueOf(RedactionMarks.OPEN)
                : text.equalsIgnoreCase(CLOSE) ? String.valueOf(RedactionMarks.CLOSE) : text;
    }
}
