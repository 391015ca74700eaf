package com.versaai.hub.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON (RFC 8259) from strangers: UTF-8 only, bounded, nothing after the value. */
public final class StrictJson {

    /** Stripe nests about 10 deep, every sender we know below 30; a tree of 200 can't overflow a stack. */
    static final int MAX_DEPTH = 200;
    /** Digits of one number; a long has 19. */
    static final int MAX_NUMBER = 100;
    /** Characters of one member name. */
    static final int MAX_NAME = 10_000;

    /** Jackson keeps its buffers by thread, and a virtual thread lives for one request. */
    public static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.sharedBoundedPool();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Interned names of strangers would stay in the JVM and contend on one table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER).maxNameLength(MAX_NAME).build())
            .recyclerPool(BUFFERS)
            .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private StrictJson() {
    }

    /** Something that reads a whole document. */
    public interface Reading<T> {
        T from(JsonParser parser) throws IOException;
    }

    /** Runs a reading; whatever is wrong with the body becomes a {@link MalformedBodyException}. */
    public static <T> T read(byte[] body, Reading<T> reading) {
        checkEncoding(body);
        try (JsonParser parser = FACTORY.createParser(body)) {
            return reading.from(parser);
        } catch (StreamConstraintsException e) {
            throw new MalformedBodyException("JSON exceeds a limit (nesting " + MAX_DEPTH + ", number " + MAX_NUMBER
                    + " digits, name " + MAX_NAME + " characters)");
        } catch (JsonEOFException e) {
            throw new MalformedBodyException("JSON ends too early");
        } catch (JsonProcessingException e) {
            // Its message quotes the body, so only the place is told.
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw new MalformedBodyException("not JSON" + (at < 0 ? "" : " at byte " + at));
        } catch (IOException e) {
            throw new MalformedBodyException("not readable as JSON");
        }
    }

    /** The document as a tree. */
    public static JsonNode tree(byte[] body) {
        return read(body, parser -> {
            JsonNode tree = MAPPER.readValue(parser, JsonNode.class);
            if (tree == null || tree.isMissingNode()) {
                throw new MalformedBodyException("no JSON value");
            }
            return tree;
        });
    }

    /** Jackson guesses UTF-16 and UTF-32 from zero bytes, skips a byte order mark and lets overlong UTF-8 pass: not here. */
    private static void checkEncoding(byte[] body) {
        if (body.length == 0) {
            throw new MalformedBodyException("empty body");
        }
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw new MalformedBodyException("not UTF-8");
            }
        }
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            throw new MalformedBodyException("starts with a byte order mark");
        }
        try {
            if (!isAscii(body)) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            }
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("not UTF-8");
        }
    }

    /** Most bodies are; then nothing needs to be decoded to know that it can be. */
    private static boolean isAscii(byte[] body) {
        for (byte octet : body) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
