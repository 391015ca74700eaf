package com.versaai.hub.sandbox.groq;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Groq's OpenAI-compatible API: {@code POST /openai/v1/chat/completions} (whole and as a stream) and {@code GET
 * /openai/v1/models}. The answer repeats the last message, so that a test sees whose it is; with {@code tools} it calls the
 * first of them. Faults with status 200 and error {@code stream-error-first}, {@code stream-error}, {@code stream-cut},
 * {@code stream-malformed} and {@code stream-slow} (a second in all) spoil a stream on its way.
 */
final class GroqSimulator implements Simulator {

    private static final String ROOT = "/openai/v1";
    private static final List<String> MODELS = List.of("openai/gpt-oss-120b", "openai/gpt-oss-20b", "qwen/qwen3.6-27b");
    private static final Set<String> RETIRED = Set.of("mixtral-8x7b-32768", "llama-3.3-70b-versatile", "llama-3.1-8b-instant");
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final int MINUTE_TOKENS = 250_000;
    /** About the answer to a long prompt; the check counts prompt and answer together. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Ledger ledger;
    private final Clock clock;

    GroqSimulator(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        if (!GroqSandbox.API_KEY.equals(call.bearer())) {
            return refuse(401, "Invalid API Key", "invalid_request_error", "invalid_api_key", null);
        }
        if (call.is("GET") && call.path().equals(ROOT + "/models")) {
            return limits(Answer.json(200, Map.of("object", "list", "data", MODELS.stream().map(GroqSimulator::model).toList())));
        }
        if (!call.path().equals(ROOT + "/chat/completions")) {
            return refuse(404, "Unknown request URL", "invalid_request_error", "unknown_url", null);
        }
        if (!call.is("POST")) {
            return refuse(405, "Method not allowed", "invalid_request_error", null, null);
        }
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return refuse(400, "could not parse the JSON body of the request", "invalid_request_error", null, null);
        }
        Answer refusal = check(body.get());
        return refusal != null ? refusal : complete(body.get());
    }

    private Answer check(JsonNode request) {
        String model = request.path("model").asText("");
        if (model.isEmpty()) {
            return invalid("property 'model' is missing", "model");
        }
        if (RETIRED.contains(model)) {
            return refuse(400, "The model `" + model + "` has been decommissioned and is no longer supported.", "invalid_request_error",
                    "model_decommissioned", null);
        }
        if (!MODELS.contains(model)) {
            return refuse(404, "The model `" + model + "` does not exist or you do not have access to it.", "invalid_request_error",
                    "model_not_found", null);
        }
        if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
            return invalid("'messages' : minimum number of items is 1", "messages");
        }
        for (JsonNode message : request.path("messages")) {
            if (!ROLES.contains(message.path("role").asText())) {
                return invalid("'messages.0' : discriminator property 'role' has invalid value", "messages");
            }
        }
        if (request.path("n").asInt(1) != 1) {
            return invalid("'n' : number must be at most 1", "n");
        }
        if (request.has("temperature") && !(request.path("temperature").isNumber() && request.path("temperature").asDouble() <= 2
                && request.path("temperature").asDouble() >= 0)) {
            return invalid("'temperature' : number must be between 0 and 2", "temperature");
        }
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            if (request.hasNonNull(name) && !(request.path(name).isIntegralNumber() && request.path(name).bigIntegerValue().signum() > 0)) {
                return invalid("'" + name + "' : number must be at least 1", name);
            }
        }
        int tokens = tokens(request.path("messages").toString()) + request.path("max_completion_tokens").asInt(0);
        return tokens <= MINUTE_TOKENS ? null : refuse(413, "Request too large for model `" + model + "` on tokens per minute (TPM): Limit "
                + MINUTE_TOKENS + ", Requested " + tokens, "tokens", "rate_limit_exceeded", null);
    }

    private Answer complete(JsonNode request) {
        String id = "chatcmpl-" + UUID.randomUUID();
        ledger.always(id, Call.write(request));
        GroqCompletion completion = new GroqCompletion(id, clock.instant().getEpochSecond(), request);
        if (!request.path("stream").asBoolean(false)) {
            return limits(Answer.json(200, completion.whole()));
        }
        return stream(String.join("", completion.frames()) + GroqCompletion.DONE);
    }

    private static Answer stream(String frames) {
        return limits(Answer.of(200, "text/event-stream", frames)).with("Cache-Control", "no-cache");
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        if (status == 200 && code != null && code.startsWith("stream-")) {
            return spoilt(call, code);
        }
        return switch (status) {
            case 401 -> refuse(401, "Invalid API Key", "invalid_request_error", "invalid_api_key", null);
            case 413 -> refuse(413, "Request too large", "tokens", or(code, "rate_limit_exceeded"), null);
            case 429 -> refuse(429, "Rate limit reached for model in organization `org_sandbox` on tokens per minute (TPM)", "tokens",
                    or(code, "rate_limit_exceeded"), null).with("retry-after", "2");
            case 498 -> refuse(498, "Flex tier capacity exceeded", "capacity_exceeded", or(code, "capacity_exceeded"), null);
            case 404 -> refuse(404, "The model does not exist or you do not have access to it.", "invalid_request_error",
                    or(code, "model_not_found"), null);
            default -> refuse(status, status >= 500 ? "Internal Server Error" : "The request failed",
                    status >= 500 ? "internal_server_error" : "invalid_request_error", code, null);
        };
    }

    /** A stream that begins well. */
    private Answer spoilt(Call call, String how) {
        JsonNode request = call.json().orElseThrow();
        GroqCompletion completion = new GroqCompletion("chatcmpl-" + UUID.randomUUID(), clock.instant().getEpochSecond(), request);
        List<String> frames = new ArrayList<>(completion.frames());
        String begun = String.join("", frames.subList(0, Math.min(3, frames.size())));
        String whole = String.join("", frames) + GroqCompletion.DONE;
        return switch (how) {
            case "stream-error" -> stream(begun + "event: error\ndata: {\"error\":{\"message\":\"over capacity\",\"type\":"
                    + "\"internal_server_error\",\"code\":\"over_capacity\"}}\n\n");
            case "stream-error-first" -> stream("data: {\"error\":{\"message\":\"over capacity\",\"type\":\"internal_server_error\"}}\n\n");
            case "stream-malformed" -> stream(begun + "data: {\"choices\":[{\n\n");
            case "stream-cut" -> stream(begun);
            default -> stream(whole).paced(frames.size() + 1, 1000);
        };
    }

    private Answer invalid(String message, String param) {
        return refuse(400, message, "invalid_request_error", null, param);
    }

    private Answer refuse(int status, String message, String type, String code, String param) {
        ledger.refuse(status, message);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        return limits(Answer.json(status, Map.of("error", error)));
    }

    private static Answer limits(Answer answer) {
        return answer.with("x-request-id", "req_" + UUID.randomUUID())
                .with("x-ratelimit-limit-requests", "14400").with("x-ratelimit-remaining-requests", "14370")
                .with("x-ratelimit-reset-requests", "2m59.56s")
                .with("x-ratelimit-limit-tokens", "250000").with("x-ratelimit-remaining-tokens", "249000")
                .with("x-ratelimit-reset-tokens", "7.66s");
    }

    private static Map<String, Object> model(String id) {
        return Map.of("id", id, "object", "model", "created", 1_754_000_000, "owned_by", id.split("/")[0], "active", true,
                "context_window", 131_072);
    }

    static int tokens(String text) {
        return Math.max(1, text.length() / CHARACTERS_PER_TOKEN);
    }

    private static String or(String code, String usual) {
        return code == null ? usual : code;
    }
}
