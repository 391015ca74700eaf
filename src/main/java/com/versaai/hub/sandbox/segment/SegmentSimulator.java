package com.versaai.hub.sandbox.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Segment {@code /v1/track|identify|group|page|screen|alias|batch} (also without {@code /v1}). Nearly everything is 200, and what is
 * wrong is dropped: the ledger's refusals say why. Only broken JSON and oversize are 400.
 */
final class SegmentSimulator implements Simulator {

    private static final Set<String> TYPES = Set.of("track", "identify", "group", "page", "screen", "alias");
    private static final int CALL_BYTES = 32 * 1024;
    private static final int BATCH_BYTES = 500 * 1024;
    private static final int BATCH_EVENTS = 2500;

    private final Ledger ledger;

    SegmentSimulator(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Answer answer(Call call) {
        String method = call.path().replaceFirst("^/v1", "").substring(1);
        boolean batch = method.equals("batch");
        if (!batch && !TYPES.contains(method)) {
            return refuse(404, "not found");
        }
        if (!call.is("POST")) {
            return refuse(405, "method not allowed");
        }
        if (call.body().length > (batch ? BATCH_BYTES : CALL_BYTES)) {
            return refuse(400, "payload too large");
        }
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return refuse(400, "malformed JSON");
        }
        if (!call.hasType("application/json")) {
            return drop("Content-Type is not application/json");
        }
        String key = call.basic() != null ? call.basic() : body.get().path("writeKey").asText("") + ":";
        if (!key.equals(SegmentSandbox.WRITE_KEY + ":")) {
            return drop("wrong write key");
        }
        return batch ? batch(body.get()) : accept(method, body.get());
    }

    private Answer batch(JsonNode body) {
        JsonNode events = body.path("batch");
        if (!events.isArray() || events.size() > BATCH_EVENTS) {
            return drop("batch missing or over 2500 events");
        }
        for (JsonNode event : events) {
            accept(event.path("type").asText(""), event);
        }
        return success();
    }

    private Answer accept(String type, JsonNode event) {
        String messageId = event.path("messageId").asText("");
        if (!TYPES.contains(type)) {
            return drop("unknown or missing type");
        }
        if (event.path("userId").asText("").isEmpty() && event.path("anonymousId").asText("").isEmpty()) {
            return drop("neither userId nor anonymousId");
        }
        if (type.equals("track") && event.path("event").asText("").isBlank()) {
            return drop("track without event");
        }
        if (messageId.length() >= 100) {
            return drop("messageId of 100 or more characters");
        }
        String content = Call.write(event);
        if (content.length() > CALL_BYTES) {
            return drop("event over 32 KB");
        }
        ledger.once(messageId.isEmpty() ? "no-message-id-" + UUID.randomUUID() : messageId, content);
        return success();
    }

    private static Answer success() {
        return Answer.json(200, Map.of("success", true));
    }

    private Answer drop(String reason) {
        ledger.refuse(200, reason + ": dropped");
        return success();
    }

    private Answer refuse(int status, String message) {
        ledger.refuse(status, message);
        return Answer.json(status, Map.of("success", false, "message", message));
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        Answer answer = Answer.json(status, Map.of("success", false, "message", code == null ? "sandbox fault" : code));
        return status == 429 ? answer.with("X-RateLimit-Reset", "1") : answer;
    }
}
