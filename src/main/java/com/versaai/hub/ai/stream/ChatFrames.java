package com.versaai.hub.ai.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.request.ChatJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A whole answer told as a stream, and what the hub itself says in one. */
public final class ChatFrames {

    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private ChatFrames() {
    }

    /** The events of an answer. */
    public static byte[] of(byte[] completion, boolean usage) {
        JsonNode answer;
        try {
            answer = ChatJson.MAPPER.readTree(completion);
        } catch (IOException e) {
            throw new IllegalStateException("an answer is JSON", e);
        }
        StringBuilder frames = new StringBuilder();
        for (JsonNode choice : answer.path("choices")) {
            ObjectNode delta = choice.path("message").isObject() ? choice.path("message").deepCopy() : ChatJson.MAPPER.createObjectNode();
            int index = 0;
            for (JsonNode call : delta.path("tool_calls")) {
                // In a stream the calls are numbered, because they come in pieces.
                if (call instanceof ObjectNode piece) {
                    piece.put("index", index++);
                }
            }
            frames.append(frame(answer, choice, delta, false)).append(frame(answer, choice, ChatJson.MAPPER.createObjectNode(), true));
        }
        if (usage) {
            ObjectNode chunk = head(answer);
            chunk.putArray("choices");
            chunk.set("usage", answer.path("usage"));
            frames.append(frame(chunk));
        }
        return frames.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An error in the middle of a stream, where no status can tell it any more. */
    static byte[] error(String message, String code) {
        ObjectNode frame = ChatJson.MAPPER.createObjectNode();
        frame.putObject("error").put("message", message).put("type", "server_error").putNull("param").put("code", code);
        return ("event: error\n" + frame(frame)).getBytes(StandardCharsets.UTF_8);
    }

    /** One chunk as an event. */
    static byte[] event(JsonNode chunk) {
        return frame(chunk).getBytes(StandardCharsets.UTF_8);
    }

    private static String frame(JsonNode answer, JsonNode choice, JsonNode delta, boolean last) {
        ObjectNode chunk = head(answer);
        ObjectNode one = chunk.putArray("choices").addObject();
        one.set("index", choice.path("index"));
        one.set("delta", delta);
        one.putNull("logprobs");
        if (last) {
            one.set("finish_reason", choice.path("finish_reason"));
        } else {
            one.putNull("finish_reason");
        }
        return frame(chunk);
    }

    private static ObjectNode head(JsonNode answer) {
        ObjectNode chunk = ChatJson.MAPPER.createObjectNode();
        chunk.set("id", answer.path("id"));
        chunk.put("object", "chat.completion.chunk");
        chunk.set("created", answer.path("created"));
        chunk.set("model", answer.path("model"));
        return chunk;
    }

    private static String frame(JsonNode chunk) {
        return "data: " + new String(ChatJson.bytes(chunk), StandardCharsets.UTF_8) + "\n\n";
    }
}
