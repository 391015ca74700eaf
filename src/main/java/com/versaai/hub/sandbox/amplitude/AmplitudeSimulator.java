package com.versaai.hub.sandbox.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.RollingLimit;
import com.versaai.hub.sandbox.Simulator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Amplitude {@code /2/httpapi} and {@code /batch}. One bad event refuses the whole request with the indexes at fault; nothing of it
 * is kept. Events are one per device (or user, where there is no device) and {@code insert_id}.
 */
final class AmplitudeSimulator implements Simulator {

    private static final int EVENTS = 2000;
    private static final int HTTP_BYTES = 1024 * 1024;
    private static final int BATCH_BYTES = 20 * 1024 * 1024;
    private static final Set<String> BANNED = Set.of("anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "0", "-1",
            "true", "false", "[]", "{}", "lmy47d", "00000000-0000-0000-0000-000000000000");

    private final Ledger ledger;
    private final Clock clock;
    private final RollingLimit requests;

    /** @param most requests in a second, 0 for no limit */
    AmplitudeSimulator(Ledger ledger, Clock clock, int most) {
        this.ledger = ledger;
        this.clock = clock;
        this.requests = new RollingLimit(clock, most, Duration.ofSeconds(1));
    }

    @Override
    public Answer answer(Call call) {
        boolean batch = call.path().equals("/batch");
        if (!batch && !call.path().equals("/2/httpapi")) {
            return refuse(404, "Not found", Map.of());
        }
        if (!call.is("POST")) {
            return refuse(405, "Method not allowed", Map.of());
        }
        if (!requests.take()) {
            ledger.refuse(429, "Too many requests");
            return failure(call, 429, null);
        }
        if (call.body().length > (batch ? BATCH_BYTES : HTTP_BYTES)) {
            return refuse(413, "Payload too large", Map.of());
        }
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return refuse(400, "Invalid JSON request body", Map.of());
        }
        String key = body.get().path("api_key").asText("");
        if (key.isEmpty()) {
            return refuse(400, "Request missing required field", Map.of("missing_field", "api_key"));
        }
        if (!key.equals(AmplitudeSandbox.API_KEY)) {
            return refuse(400, "Invalid API key", Map.of());
        }
        JsonNode events = body.get().path("events");
        if (!events.isArray() || events.isEmpty()) {
            return refuse(400, "Request missing required field", Map.of("missing_field", "events"));
        }
        if (events.size() > EVENTS) {
            return refuse(413, "Payload too large", Map.of());
        }
        Answer wrong = wrong(events, body.get().at("/options/min_id_length").asInt(5));
        return wrong != null ? wrong : ingest(events, call.body().length);
    }

    private Answer wrong(JsonNode events, int shortestId) {
        Map<String, List<Integer>> missing = new TreeMap<>();
        Map<String, List<Integer>> invalid = new TreeMap<>();
        Map<String, List<Integer>> lengths = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            String type = event.path("event_type").asText("");
            if (type.isBlank()) {
                add(missing, "event_type", i);
            } else if (type.length() > 1024) {
                add(invalid, "event_type", i);
            }
            if (event.has("time") && !event.get("time").isIntegralNumber()) {
                add(invalid, "time", i);
            }
            if (!event.hasNonNull("user_id") && !event.hasNonNull("device_id")) {
                add(missing, "user_id", i);
            }
            for (String id : List.of("user_id", "device_id")) {
                if (event.hasNonNull(id) && BANNED.contains(event.get(id).asText().toLowerCase(Locale.ROOT))) {
                    add(invalid, id, i);
                } else if (event.hasNonNull(id) && event.get(id).asText().length() < shortestId) {
                    add(lengths, id, i);
                }
            }
        }
        if (!missing.isEmpty() || !invalid.isEmpty()) {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("events_with_missing_fields", missing);
            detail.put("events_with_invalid_fields", invalid);
            return refuse(400, missing.isEmpty() ? "Invalid field values on some events" : "Request missing required field", detail);
        }
        return lengths.isEmpty() ? null : refuse(400, "Invalid id length for user_id or device_id",
                Map.of("events_with_invalid_id_lengths", lengths));
    }

    private static void add(Map<String, List<Integer>> indexes, String field, int index) {
        indexes.computeIfAbsent(field, name -> new ArrayList<>()).add(index);
    }

    private Answer ingest(JsonNode events, int bytes) {
        for (JsonNode event : events) {
            String device = event.path("device_id").asText(event.path("user_id").asText());
            String insertId = event.path("insert_id").asText("");
            String key = device + "|" + (insertId.isEmpty() ? "no-insert-id-" + UUID.randomUUID() : insertId);
            ledger.once(key, Call.write(event));
        }
        return Answer.json(200, Map.of("code", 200, "events_ingested", events.size(), "payload_size_bytes", bytes,
                "server_upload_time", clock.millis()));
    }

    private Answer refuse(int status, String error, Map<String, ?> detail) {
        ledger.refuse(status, error + (detail.isEmpty() ? "" : " " + detail));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", status);
        body.put("error", error);
        body.putAll(detail);
        return Answer.json(status, body);
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", status);
        body.put("error", code != null ? code : status == 429 ? "Too many requests for some devices and users" : "sandbox fault");
        if (status == 429) {
            body.put("eps_threshold", 30);
            body.put("throttled_devices", Map.of());
            body.put("throttled_users", Map.of());
            body.put("throttled_events", List.of(0));
        }
        return Answer.json(status, body);
    }

    @Override
    public void rest() {
        requests.clear();
    }

    @Override
    public void reset() {
        requests.clear();
    }
}
