package com.versaai.hub.ai.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.ai.redaction.HiddenValues.Into;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One chat completion with its values hidden: the request on its way out, the answer or its chunks on the way back. Knows
 * where in OpenAI's JSON there is text of people; changes the given nodes. One thread at a time.
 */
public final class RedactedChat {

    /** What providers take apart themselves, or have limits on the characters of. */
    private static final Set<String> LEFT_ALONE = Set.of("role", "type", "id", "tool_call_id", "name", "url", "data", "file_data", "file_id", "format");
    private static final List<String> TEXTS = List.of("content", "reasoning", "reasoning_content", "refusal");
    /** Choices, texts and tool calls of one stream; upstream chooses the numbers. */
    private static final int MOST_FILTERS = 512;
    private static final int DEEPEST = 32;

    private final HiddenValues values;
    private final Map<String, RestoringFilter> filters = new HashMap<>();

    RedactedChat(HiddenValues values) {
        this.values = values;
    }

    /**
     * The request, before it goes out.
     *
     * @throws RedactionFailedException when the request must not leave the hub
     */
    public void hide(ObjectNode request) {
        for (String field : List.of("messages", "user", "safety_identifier", "metadata", "prediction")) {
            if (request.has(field)) {
                request.set(field, hidden(request.get(field), 0));
            }
        }
        for (JsonNode described : request.path("tools").findParents("description")) {
            JsonNode text = described.get("description");
            if (text.isTextual()) {
                ((ObjectNode) described).put("description", values.hide(text.textValue()));
            }
        }
    }

    private JsonNode hidden(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw new RedactionFailedException("nested too deep");
        }
        if (node.isTextual()) {
            return node.textValue().isEmpty() ? node : TextNode.valueOf(values.hide(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (!LEFT_ALONE.contains(field.getKey())) {
                    field.setValue(hidden(field.getValue(), depth + 1));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, hidden(array.get(i), depth + 1));
            }
        }
        return node;
    }

    /** A whole answer. */
    public void restore(ObjectNode answer) {
        if (values.isEmpty()) {
            return;
        }
        for (JsonNode choice : answer.path("choices")) {
            if (choice.get("message") instanceof ObjectNode message) {
                TEXTS.forEach(text -> replace(message, text, values.restore(message.path(text).textValue(), Into.TEXT)));
                for (JsonNode call : message.path("tool_calls")) {
                    if (call.get("function") instanceof ObjectNode function) {
                        replace(function, "arguments", values.restore(function.path("arguments").textValue(), Into.JSON));
                    }
                }
            }
        }
    }

    /** A chunk of a streamed answer. What a split placeholder holds back comes with the next one, the rest with the last. */
    public void restoreChunk(ObjectNode chunk) {
        if (values.isEmpty()) {
            return;
        }
        for (JsonNode choice : chunk.path("choices")) {
            String number = String.valueOf(choice.path("index").asInt());
            if (choice.get("delta") instanceof ObjectNode delta) {
                TEXTS.forEach(text -> replace(delta, text, pass(number + '/' + text, delta.path(text).textValue(), Into.TEXT)));
                for (JsonNode call : delta.path("tool_calls")) {
                    if (call.get("function") instanceof ObjectNode function) {
                        String key = number + "/call/" + call.path("index").asInt();
                        replace(function, "arguments", pass(key, function.path("arguments").textValue(), Into.JSON));
                    }
                }
            }
            if (choice.hasNonNull("finish_reason") && choice instanceof ObjectNode ended) {
                finish(ended, number);
            }
        }
    }

    private String pass(String key, String piece, Into into) {
        if (piece == null) {
            return null;
        }
        RestoringFilter filter = filters.get(key);
        if (filter == null && filters.size() < MOST_FILTERS) {
            filter = values.restoring(into);
            filters.put(key, filter);
        }
        return filter == null ? piece : filter.accept(piece);
    }

    /** Half a placeholder at the end of a text is text after all. */
    private void finish(ObjectNode choice, String number) {
        ObjectNode delta = choice.get("delta") instanceof ObjectNode there ? there : choice.putObject("delta");
        filters.forEach((key, filter) -> {
            if (!key.startsWith(number + '/')) {
                return;
            }
            String rest = filter.finish();
            String name = key.substring(number.length() + 1);
            if (rest.isEmpty()) {
                return;
            }
            if (name.startsWith("call/")) {
                ArrayNode calls = delta.get("tool_calls") instanceof ArrayNode there ? there : delta.putArray("tool_calls");
                calls.addObject().put("index", Integer.parseInt(name.substring("call/".length()))).putObject("function").put("arguments", rest);
            } else {
                delta.put(name, delta.path(name).asText("") + rest);
            }
        });
    }

    private static void replace(ObjectNode in, String field, String text) {
        if (text != null) {
            in.put(field, text);
        }
    }
}
