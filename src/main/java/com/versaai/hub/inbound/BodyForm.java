package com.versaai.hub.inbound;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the body of a request is, by the manifest's word for it: the JSON that places and mappings read is the body itself, made of the
 * fields of a form, or in one of them. The bytes that were signed and are stored stay as they came.
 *
 * @param form  whether it is {@code application/x-www-form-urlencoded}
 * @param field the field that holds the JSON; null where the fields are its members
 */
record BodyForm(boolean form, String field) {

    /** More than any sender's form has. */
    private static final int MOST_FIELDS = 200;
    private static final String FORM = "form";
    /** ASCII only: a surrogate without its other half can be written like any other character. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .recyclerPool(StrictJson.BUFFERS).enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build();

    /** @param word {@code json}, {@code form} or {@code form:<field>} */
    static BodyForm of(String word) {
        return new BodyForm(word.startsWith(FORM), word.startsWith(FORM + ':') ? word.substring(FORM.length() + 1) : null);
    }

    /** @throws MalformedBodyException when it is no form, or the field that counts is not there */
    byte[] json(byte[] body) {
        if (!form) {
            return body;
        }
        Map<String, String> fields = fields(body);
        if (field == null) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach(object::put);
            return written(object);
        }
        String json = fields.get(field);
        if (json == null) {
            throw new MalformedBodyException("the field " + field + " is missing");
        }
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** The JSON with the texts at these places replaced; what is no text or empty stays. */
    static byte[] replaced(byte[] json, Map<String, UnaryOperator<String>> replacements) {
        if (replacements.isEmpty()) {
            return json;
        }
        JsonNode tree = StrictJson.tree(json);
        replacements.forEach((pointer, replacement) -> {
            int last = pointer.lastIndexOf('/');
            String name = pointer.substring(last + 1);
            if (tree.at(pointer.substring(0, last)) instanceof ObjectNode holder && holder.path(name).isTextual() && !holder.get(name).asText().isEmpty()) {
                holder.put(name, replacement.apply(holder.get(name).asText()));
            }
        });
        return written(tree);
    }

    private static byte[] written(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** A blank is {@code +} or {@code %20}; a second field of a name is refused, since readers differ on which one counts. */
    private static Map<String, String> fields(byte[] body) {
        if (body.length == 0) {
            throw new MalformedBodyException("empty body");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        String[] pairs = new String(body, StandardCharsets.ISO_8859_1).split("&", MOST_FIELDS + 2);
        if (pairs.length > MOST_FIELDS) {
            throw new MalformedBodyException("a form with more than " + MOST_FIELDS + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new MalformedBodyException("not a form: a field without name or value");
            }
            if (fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))) != null) {
                throw new MalformedBodyException("a field of the form comes twice");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new MalformedBodyException("not a form: a broken escape");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("not UTF-8");
        }
    }
}
