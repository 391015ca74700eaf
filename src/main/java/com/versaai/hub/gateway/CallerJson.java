package com.versaai.hub.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.json.ExactNumbers;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that a caller sent: UTF-8 only, at most 64 levels, no duplicate keys, no numbers beyond a double's range, nothing
 * after the value. A mistake is a 400 with the place of it, never with the caller's text.
 */
public final class CallerJson {

    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_STRING = 1 << 24;

    private final ObjectMapper mapper;

    /** A reader; thread-safe, costly to make. */
    public CallerJson() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME).maxStringLength(LONGEST_STRING).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // By thread, as Jackson does it, a virtual one would make its own for each request.
                .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                // Interned names would keep whatever names callers invent.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        mapper = new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** A JSON object as maps, lists, strings, numbers, booleans and nulls. */
    public Map<String, Object> object(byte[] bytes) {
        return asObject(value(bytes), "");
    }

    Object value(byte[] bytes) {
        if (bytes.length == 0) {
            throw malformed("The body is empty.", "");
        }
        Object value;
        try (JsonParser parser = mapper.createParser(text(bytes))) {
            value = read(parser);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
        return value;
    }

    private Object read(JsonParser parser) throws java.io.IOException {
        try {
            Object value = mapper.readValue(parser, Object.class);
            if (value == null) {
                throw malformed("The body is null.", "");
            }
            checkNumbers(value, "");
            return value;
        } catch (JsonProcessingException e) {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            boolean twice = e.getOriginalMessage() != null && e.getOriginalMessage().startsWith("Duplicate field");
            // A pointer holds the caller's own names: only as deep as names can be plain.
            throw malformed((twice ? "A key occurs twice" : "The body isn't JSON as RFC 8259 defines it, or nested too deeply")
                    + where + '.', plain(pointer));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(Object value, String pointer) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw malformed("An object is needed here.", pointer);
    }

    static ProblemException malformed(String detail, String pointer) {
        return new ProblemException(400, "malformed", detail, null, Map.of("pointer", pointer));
    }


    private static void checkNumbers(Object value, String pointer) {
        if (value instanceof BigDecimal number && !ExactNumbers.isUsual(number)) {
            throw malformed("A number is out of range.", plain(pointer));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> checkNumbers(inner, pointer + '/' + key));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                checkNumbers(list.get(i), pointer + '/' + i);
            }
        }
    }

    private static String plain(String pointer) {
        return pointer.length() <= 200 && pointer.matches("[A-Za-z0-9_/.-]*") ? pointer : "";
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("The body isn't UTF-8.", "");
        }
    }
}
