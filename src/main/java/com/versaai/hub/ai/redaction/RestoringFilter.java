package com.versaai.hub.ai.redaction;

import java.util.function.UnaryOperator;

/**
 * Puts values back into a text that comes in pieces. Holds back no more than the beginning of a placeholder that is split
 * between pieces; what was put back is not looked at again. One thread at a time.
 */
final class RestoringFilter {

    private final UnaryOperator<String> values;
    /** Null where text is text. */
    private final EscapedBrackets escapes;
    private final StringBuilder held = new StringBuilder();

    /**
     * @param values value of a placeholder, null when it is none of the request's
     * @param json   whether the text is JSON, which knows escapes
     */
    RestoringFilter(UnaryOperator<String> values, boolean json) {
        this.values = values;
        this.escapes = json ? new EscapedBrackets() : null;
    }

    /** What can be passed on by now; often all, sometimes nothing. */
    String accept(String piece) {
        return piece == null ? "" : restore(escapes == null ? piece : escapes.accept(piece));
    }

    private String restore(String piece) {
        if (held.isEmpty() && piece.indexOf(RedactionMarks.OPEN) < 0) {
            return piece;
        }
        String text = held.append(piece).toString();
        held.setLength(0);
        StringBuilder out = new StringBuilder(text.length());
        int next = 0;
        while (next < text.length()) {
            int open = text.indexOf(RedactionMarks.OPEN, next);
            if (open < 0) {
                break;
            }
            out.append(text, next, open);
            next = placeholder(text, open, out);
            if (next < 0) {
                held.append(text, open, text.length());
                return out.toString();
            }
        }
        return out.append(text, next, text.length()).toString();
    }

    /** What was held back, at the end of the text. */
    String finish() {
        String start = escapes == null ? "" : restore(escapes.finish());
        String rest = held.toString();
        held.setLength(0);
        return start + rest;
    }

    /** Where to go on; -1 when the next piece decides. */
    private int placeholder(String text, int open, StringBuilder out) {
        int limit = Math.min(text.length(), open + RedactionMarks.LONGEST);
        for (int i = open + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == RedactionMarks.CLOSE) {
                String placeholder = text.substring(open, i + 1);
                String value = values.apply(placeholder);
                out.append(value == null ? placeholder : value);
                return i + 1;
            }
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                out.append(text, open, i);
                return i;
            }
        }
        if (limit == text.length() && limit - open < RedactionMarks.LONGEST) {
            return -1;
        }
        out.append(text, open, limit);
        return limit;
    }
}
