package com.versaai.hub.sandbox.groq;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One simulated completion: it repeats the last message, or calls the first tool, and is told whole or in frames. */
final class GroqCompletion {

    static final String DONE = "data: [DONE]\n\n";

    private final String id;
    private final long created;
    private final JsonNode request;

    GroqCompletion(String id, long created, JsonNode request) {
        this.id = id;
        this.created = created;
        this.request = request;
    }

    Map<String, Object> whole() {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        if (tool() == null) {
            message.put("content", text());
        } else {
            message.put("tool_calls", List.of(toolCall()));
        }
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("message", message);
        choice.put("logprobs", null);
        choice.put("finish_reason", reason());
        Map<String, Object> answer = head("chat.completion", List.of(choice));
        answer.put("usage", usage());
        answer.put("x_groq", Map.of("id", "req_" + id));
        return answer;
    }

    /** Server-sent events, one for each word, without the closing {@link #DONE}. */
    List<String> frames() {
        List<String> frames = new ArrayList<>();
        frames.add(frame(delta(Map.of("role", "assistant", "content", "")), "x_groq", Map.of("id", "req_" + id)));
        if (tool() == null) {
            for (String word : text().split("(?<= )")) {
                frames.add(frame(delta(Map.of("content", word)), null, null));
            }
        } else {
            Map<String, Object> call = new LinkedHashMap<>(toolCall());
            call.put("index", 0);
            frames.add(frame(delta(Map.of("tool_calls", List.of(call))), null, null));
        }
        Map<String, Object> last = new LinkedHashMap<>(delta(Map.of()));
        last.put("finish_reason", reason());
        frames.add(frame(last, "x_groq", Map.of("id", "req_" + id, "usage", usage())));
        if (request.path("stream_options").path("include_usage").asBoolean(false)) {
            Map<String, Object> usage = head("chat.completion.chunk", List.of());
            usage.put("usage", usage());
            frames.add("data: " + Call.write(usage) + "\n\n");
        }
        return frames;
    }

    private String frame(Map<String, Object> choice, String extra, Object value) {
        Map<String, Object> chunk = head("chat.completion.chunk", List.of(choice));
        if (extra != null) {
            chunk.put(extra, value);
        }
        return "data: " + Call.write(chunk) + "\n\n";
    }

    private static Map<String, Object> delta(Map<String, Object> delta) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("delta", delta);
        choice.put("logprobs", null);
        choice.put("finish_reason", null);
        return choice;
    }

    private Map<String, Object> head(String object, List<Object> choices) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("id", id);
        head.put("object", object);
        head.put("created", created);
        head.put("model", request.path("model").asText());
        head.put("system_fingerprint", "fp_sandbox");
        head.put("choices", choices);
        return head;
    }

    private String tool() {
        JsonNode name = request.path("tools").path(0).path("function").path("name");
        return name.isTextual() && !"none".equals(request.path("tool_choice").asText()) && !afterTool() ? name.asText() : null;
    }

    private boolean afterTool() {
        JsonNode messages = request.path("messages");
        return "tool".equals(messages.path(messages.size() - 1).path("role").asText());
    }

    private Map<String, Object> toolCall() {
        return Map.of("id", "call_sandbox", "type", "function", "function", Map.of("name", tool(), "arguments", "{}"));
    }

    private String reason() {
        return tool() == null ? "stop" : "tool_calls";
    }

    private String text() {
        JsonNode messages = request.path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        String last = content.isTextual() ? content.asText() : content.path(0).path("text").asText("");
        return "You said: " + (last.length() > 2000 ? last.substring(0, 2000) : last);
    }

    private Map<String, Object> usage() {
        int prompt = GroqSimulator.tokens(request.path("messages").toString());
        int completion = GroqSimulator.tokens(text());
        return Map.of("prompt_tokens", prompt, "completion_tokens", completion, "total_tokens", prompt + completion,
                "queue_time", 0.001, "prompt_time", 0.002, "completion_time", 0.01, "total_time", 0.012);
    }
}
