package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A record nobody can read, as JSON: whole and unchanged, since an operator has nothing else to find out where it came from. */
public final class RawRecord {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RawRecord() {
    }

    /** Its text; {@code {"base64": …}} when the bytes are no UTF-8; null of a record without value. */
    public static JsonNode content(byte[] value) {
        if (value == null) {
            return JSON.nullNode();
        }
        try {
            return JSON.textNode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            return JSON.objectNode().put("base64", Base64.getEncoder().encodeToString(value));
        }
    }
}
