package com.versaai.hub.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the receiver needs to know of a JSON body before it stores it, found in one pass without building a tree. */
public final class JsonOutline {

    /** Ids and types become Kafka keys, metric tags and database columns. */
    public static final int MAX_TEXT = 255;

    private final Set<String> wanted;
    private final Set<String> loose;
    /** Pointers of the objects that hold something wanted. */
    private final Set<String> holders = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();

    private JsonOutline(Collection<String> pointers, Collection<String> loose) {
        this.wanted = Set.copyOf(pointers);
        this.loose = Set.copyOf(loose);
        for (String pointer : Stream.concat(wanted.stream(), this.loose.stream()).toList()) {
            for (int slash = pointer.indexOf('/', 1); slash > 0; slash = pointer.indexOf('/', slash + 1)) {
                holders.add(pointer.substring(0, slash));
            }
        }
    }

    /**
     * Proves that a body is one well-formed JSON value in UTF-8 within the limits, and reads what stands at the pointers. Any value is
     * accepted, an array too (nothing is found in it). A second value at one of the pointers is refused, since readers differ on which
     * one counts; elsewhere the last duplicate wins.
     *
     * @param pointers JSON pointers through objects, {@code /meta/id}
     * @throws MalformedBodyException with a short reason that quotes nothing
     */
    public static JsonOutline of(byte[] body, Collection<String> pointers) {
        return of(body, pointers, Set.of());
    }

    /**
     * The same.
     *
     * @param loose pointers to what is of use and proves nothing: a text or a whole number that fits is found there, of two the first;
     *              everything else counts as absent
     */
    public static JsonOutline of(byte[] body, Collection<String> pointers, Collection<String> loose) {
        return StrictJson.read(body, new JsonOutline(pointers, loose)::read);
    }

    /** The text at that pointer, one of those asked for; null when absent or something else. */
    public String text(String pointer) {
        return texts.get(pointer);
    }

    /** The same of a text, a boolean ({@code true}) or a number, as it was written. */
    public String word(String pointer) {
        return words.get(pointer);
    }

    private JsonOutline read(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedBodyException("no JSON value");
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            members(parser, "");
        }
        skipValue(parser);
        if (parser.nextToken() != null) {
            throw new MalformedBodyException("more than one JSON value");
        }
        return this;
    }

    private void members(JsonParser parser, String holder) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            String pointer = holder + '/' + name;
            JsonToken value = parser.nextToken();
            boolean holds = holders.contains(pointer);
            if ((holds || wanted.contains(pointer)) && !seen.add(pointer)) {
                throw new MalformedBodyException("more than one " + pointer.substring(1));
            }
            if (wanted.contains(pointer) && value == JsonToken.VALUE_STRING) {
                texts.put(pointer, checked(pointer, parser.getText()));
            } else if (loose.contains(pointer) && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)) {
                String text = parser.getText();
                if (fits(text)) {
                    texts.putIfAbsent(pointer, text);
                }
            }
            if (wanted.contains(pointer) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                words.put(pointer, parser.getText());
            }
            if (holds && value == JsonToken.START_OBJECT) {
                members(parser, pointer);
            } else {
                skipValue(parser);
            }
        }
    }

    private static String checked(String pointer, String text) {
        if (!fits(text)) {
            throw new MalformedBodyException(pointer.substring(1) + " is longer than " + MAX_TEXT + " characters or not plain text");
        }
        return text;
    }

    private static boolean fits(String text) {
        return text.length() <= MAX_TEXT && CleanText.isClean(text);
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
