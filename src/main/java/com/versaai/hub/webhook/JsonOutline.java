package com.versaai.hub.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What the receiver needs to know of a JSON body before it stores it, found in one pass without building a tree.
 *
 * @param id     top-level {@code id}, null when absent or no string
 * @param type   top-level {@code type}, likewise
 * @param object top-level {@code object}, likewise ({@code event}, {@code v2.core.event})
 */
public record JsonOutline(String id, String type, String object) {

    /** Ids and types become Kafka keys, metric tags and database columns. */
    static final int MAX_TEXT = 255;

    /**
     * Proves that a body is one well-formed JSON value in UTF-8 within the limits, and reads its outline. Any value is
     * accepted, an array too (its outline is empty). A second top-level {@code id}, {@code type} or {@code object} is
     * refused, since readers differ on which one counts; elsewhere the last duplicate wins.
     *
     * @throws MalformedBodyException with a short reason that quotes nothing
     */
    public static JsonOutline of(byte[] body) {
        return StrictJson.read(body, JsonOutline::read);
    }

    private static JsonOutline read(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedBodyException("no JSON value");
        }
        JsonOutline outline = parser.currentToken() == JsonToken.START_OBJECT ? members(parser) : new JsonOutline(null, null, null);
        skipValue(parser);
        if (parser.nextToken() != null) {
            throw new MalformedBodyException("more than one JSON value");
        }
        return outline;
    }

    private static JsonOutline members(JsonParser parser) throws IOException {
        String[] names = {"id", "type", "object"};
        String[] texts = new String[names.length];
        boolean[] seen = new boolean[names.length];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            for (int i = 0; i < names.length; i++) {
                if (name.equals(names[i])) {
                    if (seen[i]) {
                        throw new MalformedBodyException("more than one " + name);
                    }
                    seen[i] = true;
                    texts[i] = value == JsonToken.VALUE_STRING ? text(name, parser.getText()) : null;
                }
            }
            skipValue(parser);
        }
        return new JsonOutline(texts[0], texts[1], texts[2]);
    }

    private static String text(String name, String text) {
        if (text.length() > MAX_TEXT || !CleanText.isClean(text)) {
            throw new MalformedBodyException(name + " is longer than " + MAX_TEXT + " characters or not plain text");
        }
        return text;
    }

    /** Not {@code skipChildren()}: it stops quietly at the end of the input. */
    private static void skipValue(JsonParser parser) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        do {
            if (token == null) {
                throw new MalformedBodyException("JSON ends too early");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth <= 0) {
                return;
            }
            token = parser.nextToken();
        } while (true);
    }
}
