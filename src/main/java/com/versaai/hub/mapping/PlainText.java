package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** What people typed, made fit for one line of a message or one field of a record. */
final class PlainText {

    private PlainText() {
    }

    /**
     * One line, trimmed, at most {@code limit} characters (UTF-16 units, so that no provider counts
     * more; "…" included when cut), without control
     * characters and without the invisible ones that turn text around.
     *
     * @return null when nothing is left
     */
    static String line(String text, int limit) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), limit + 2));
        boolean gap = false;
        for (int i = 0; i < text.length() && line.length() <= limit; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isBlank(c)) {
                gap = !line.isEmpty();
            } else if (!isHidden(c)) {
                if (gap) {
                    line.append(' ');
                    gap = false;
                }
                line.appendCodePoint(isSurrogate(c) ? 0xFFFD : c);
            }
        }
        return line.isEmpty() ? null : line.length() <= limit ? line.toString() : cut(line, limit);
    }

    private static String cut(StringBuilder line, int limit) {
        int end = Math.max(limit - 1, 0);
        return line.substring(0, end > 0 && Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Slack's three control characters; without them no mention, link or channel can be written. */
    static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * Makes every text of a tree safe to store and send: half surrogate pairs, which no UTF-8 writer takes, become U+FFFD;
     * control characters other than tab and line breaks go, and so do numbers that JSON can't write.
     */
    static JsonNode wellFormed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(wellFormed(field.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wellFormed(array.get(i)));
            }
        } else if (node.isTextual() && !isWellFormed(node.textValue())) {
            return TextNode.valueOf(mended(node.textValue()));
        } else if (node.isNumber()) {
            return ExactNumber.read(node);
        }
        return node;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (isSurrogate(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String mended(String text) {
        return text.codePoints().filter(c -> !isControl(c)).map(c -> isSurrogate(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isControl(int c) {
        return c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f;
    }

    private static boolean isBlank(int c) {
        return c <= 0x20 || c >= 0x7f && c <= 0xa0 || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Bidirectional overrides and isolates, and the marks of no width that hide text from the reader. */
    private static boolean isHidden(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200B || c == 0xFEFF;
    }
}
