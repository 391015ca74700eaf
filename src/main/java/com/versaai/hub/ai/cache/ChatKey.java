package com.versaai.hub.ai.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;

/** The name of an answer: SHA-256 of tenant, model and everything else that changes it, whatever order the caller wrote it in. */
final class ChatKey {

    /** How an answer is sent doesn't change it. The model is there already, and whether usage is wanted is the cache's to tell apart. */
    private static final Set<String> MANNER = Set.of("stream", "stream_options", "model");

    private static final String USAGE = "include_usage";

    /** Values ask it for settings only. */
    private static final SerializerProvider SETTINGS = ChatJson.MAPPER.getSerializerProviderInstance();

    private ChatKey() {
    }

    static String of(ChatRequest request) {
        MessageDigest sha = sha256();
        try (JsonGenerator json = ChatJson.MAPPER.getFactory().createGenerator(new DigestOutputStream(OutputStream.nullOutputStream(), sha))) {
            json.writeStartArray();
            json.writeString(request.tenant());
            json.writeString(request.model());
            write(request.body(), json, true);
            if (request.body().path("stream_options") instanceof ObjectNode options) {
                JsonNode others = options.deepCopy().without(USAGE);
                if (!others.isEmpty()) {
                    write(others, json, false);
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written", e);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void write(JsonNode node, JsonGenerator json, boolean top) throws IOException {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            json.writeStartObject();
            for (var field : sorted.entrySet()) {
                if (!top || !MANNER.contains(field.getKey())) {
                    json.writeFieldName(field.getKey());
                    write(field.getValue(), json, false);
                }
            }
            json.writeEndObject();
        } else if (node.isArray()) {
            json.writeStartArray();
            for (JsonNode element : node) {
                write(element, json, false);
            }
            json.writeEndArray();
        } else {
            // Not by the generator's own writeTree, which makes a writer and flushes for each value.
            node.serialize(json, SETTINGS);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
