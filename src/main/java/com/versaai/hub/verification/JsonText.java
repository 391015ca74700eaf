package com.versaai.hub.verification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads one text of a JSON body that nobody has proved yet: in one pass, bounded, without a tree. */
final class JsonText {

    private static final int MAX_DEPTH = 200;
    private static final byte[] HIDDEN = "\"***\"".getBytes(StandardCharsets.UTF_8);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Interned names of strangers would stay in the JVM.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // By thread, as Jackson does it, a virtual one would make its own for each request.
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build();

    private JsonText() {
    }

    /**
     * The text at a pointer, in UTF-8.
     *
     * @throws RefusedException missing when nothing or an empty text is there; malformed when it is no text, is there twice (readers
     *                          differ on which one counts), or the body is no JSON
     */
    static byte[] at(byte[] body, JsonPointer pointer) throws RefusedException {
        return found(body, pointer).text().getBytes(StandardCharsets.UTF_8);
    }

    /** The body with asterisks for that text, all else byte for byte; as it is where there is no such text. */
    static byte[] without(byte[] body, JsonPointer pointer) {
        try {
            Found found = found(body, pointer);
            if (found.start() < 0 || found.end() <= found.start() || found.end() > body.length) {
                // Not in UTF-8: no place in the bytes is known.
                return body;
            }
            ByteArrayOutputStream rest = new ByteArrayOutputStream(body.length);
            rest.write(body, 0, (int) found.start());
            rest.writeBytes(HIDDEN);
            rest.write(body, (int) found.end(), body.length - (int) found.end());
            return rest.toByteArray();
        } catch (RefusedException e) {
            return body;
        }
    }

    /** A text, and where it stands in the body, quotes included; negative where that can't be told. */
    private record Found(String text, long start, long end) {
    }

    private static Found found(byte[] body, JsonPointer pointer) throws RefusedException {
        Found text;
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() == null) {
                throw RefusedException.missing();
            }
            text = find(parser, pointer);
            if (parser.nextToken() != null) {
                throw RefusedException.malformed();
            }
        } catch (IOException e) {
            throw RefusedException.malformed();
        }
        if (text == null || text.text().isEmpty()) {
            throw RefusedException.missing();
        }
        return text;
    }

    /** Reads the whole value that the parser is at. */
    private static Found find(JsonParser parser, JsonPointer pointer) throws IOException, RefusedException {
        if (parser.currentToken() == null) {
            throw RefusedException.malformed();
        }
        if (pointer.matches()) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw RefusedException.malformed();
            }
            long start = parser.currentTokenLocation().getByteOffset();
            String text = parser.getText();
            return new Found(text, start, parser.currentLocation().getByteOffset());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> member(parser, pointer);
            case START_ARRAY -> element(parser, pointer);
            default -> null;
        };
    }

    private static Found member(JsonParser parser, JsonPointer pointer) throws IOException, RefusedException {
        Found found = null;
        boolean seen = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (!name.equals(pointer.getMatchingProperty())) {
                skip(parser);
            } else if (seen) {
                throw RefusedException.malformed();
            } else {
                seen = true;
                found = find(parser, pointer.tail());
            }
        }
        ended(parser, JsonToken.END_OBJECT);
        return found;
    }

    private static Found element(JsonParser parser, JsonPointer pointer) throws IOException, RefusedException {
        Found found = null;
        int index = 0;
        while (parser.nextToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
            if (index++ == pointer.getMatchingIndex()) {
                found = find(parser, pointer.tail());
            } else {
                skip(parser);
            }
        }
        ended(parser, JsonToken.END_ARRAY);
        return found;
    }

    private static void skip(JsonParser parser) throws IOException, RefusedException {
        JsonToken start = parser.currentToken();
        if (start == null) {
            throw RefusedException.malformed();
        }
        if (start.isStructStart()) {
            parser.skipChildren();
            ended(parser, start == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        }
    }

    /** Jackson stops quietly at the end of the input in places. */
    private static void ended(JsonParser parser, JsonToken end) throws RefusedException {
        if (parser.currentToken() != end) {
            throw RefusedException.malformed();
        }
    }
}
