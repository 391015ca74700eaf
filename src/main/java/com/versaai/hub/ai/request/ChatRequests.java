package com.versaai.hub.ai.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.gateway.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads requests, refusing what no provider could understand; everything it does not know passes through. */
public final class ChatRequests {

    private final RequestSettings settings;

    ChatRequests(RequestSettings settings) {
        this.settings = settings;
    }

    /** A request of {@code /v1/chat/completions}. */
    public ChatRequest completion(String tenant, byte[] bytes, boolean store) {
        ObjectNode body = object(bytes);
        boolean changed = limit(body);
        String asked = text(body, "model");
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw refused("messages must be an array with at least one message.", "messages", "invalid_value");
        }
        for (JsonNode message : messages) {
            if (!message.isObject() || !message.path("role").isTextual()) {
                throw refused("Each message must be an object with a role.", "messages", "invalid_type");
            }
        }
        boolean stream = flag(body, "stream");
        JsonNode options = body.path("stream_options");
        return new ChatRequest(tenant, body, changed ? null : bytes, known(asked, 404), stream, options.path("include_usage").asBoolean(false), store);
    }

    /** A request of the product's own call. */
    public ChatRequest prompt(String tenant, byte[] bytes, boolean store) {
        ObjectNode simple = object(bytes);
        String prompt = text(simple, "prompt");
        String model = simple.path("model").isMissingNode() || simple.path("model").isNull() ? settings.defaultModel() : text(simple, "model");
        ObjectNode body = ChatJson.MAPPER.createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        JsonNode most = simple.path("maxTokens");
        if (!most.isMissingNode() && !most.isNull()) {
            if (!most.isIntegralNumber() || !most.canConvertToInt() || most.asInt() < 1) {
                throw refused("maxTokens must be a whole number of 1 or more.", "maxTokens", "invalid_type");
            }
            notBeyond(most, "maxTokens");
            body.put("max_completion_tokens", most.asInt());
        }
        limit(body);
        boolean cached = !simple.has("useCache") || flag(simple, "useCache");
        return new ChatRequest(tenant, body, null, known(model, 400), false, false, store && cached);
    }

    /** @param otherwise status of the refusal: OpenAI's clients know a model that is not there by 404 */
    private String known(String asked, int otherwise) {
        String model = settings.retired().getOrDefault(asked, asked);
        if (!settings.models().isEmpty() && !settings.models().contains(model)) {
            throw unknownModel(otherwise);
        }
        return model;
    }

    public static ProblemException unknownModel(int status) {
        return refused(status, "This model is not available here; GET /v1/models lists those that are.", "model", "model_not_found");
    }

    /** Refuses who asks for more than there may be, and asks for that on behalf of who says nothing; true when it did. */
    private boolean limit(ObjectNode body) {
        if (settings.mostCompletionTokens() == 0) {
            return false;
        }
        boolean said = false;
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            JsonNode most = body.path(name);
            if (!most.isMissingNode() && !most.isNull()) {
                // Some providers take -1 for "as much as there is".
                if (!most.isIntegralNumber() || most.bigIntegerValue().signum() <= 0) {
                    throw refused(name + " must be a whole number of 1 or more.", name, "invalid_type");
                }
                notBeyond(most, name);
                said = true;
            }
        }
        if (!said) {
            body.put("max_completion_tokens", settings.mostCompletionTokens());
        }
        return !said;
    }

    private void notBeyond(JsonNode most, String name) {
        int limit = settings.mostCompletionTokens();
        if (limit > 0 && (!most.canConvertToInt() || most.asInt() > limit)) {
            throw refused(name + " may be at most " + limit + ".", name, "integer_above_max_value");
        }
    }

    private ObjectNode object(byte[] bytes) {
        if (bytes.length > settings.longestPrompt().toBytes()) {
            throw new ProblemException(413, "too-large", "A request to a language model may have at most "
                    + settings.longestPrompt().toBytes() + " bytes.", null, Map.of("code", "too_large"));
        }
        try {
            JsonNode node = ChatJson.MAPPER.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Its message would quote the prompt.
            throw refused("The body is not JSON, names a field twice or is nested too deeply.", null, "invalid_json");
        }
        throw refused("The body must be a JSON object.", null, "invalid_type");
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw refused(name + " must be a text that is not empty.", name, value.isMissingNode() ? "missing_required_parameter" : "invalid_type");
        }
        return value.asText();
    }

    private static boolean flag(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw refused(name + " must be true or false.", name, "invalid_type");
        }
        return value.asBoolean();
    }

    private static ProblemException refused(String detail, String param, String code) {
        return refused(400, detail, param, code);
    }

    private static ProblemException refused(int status, String detail, String param, String code) {
        return new ProblemException(status, "malformed", detail, null, param == null ? Map.of("code", code) : Map.of("param", param, "code", code));
    }
}
