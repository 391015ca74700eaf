package com.versaai.hub.sandbox.mixpanel;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Mixpanel {@code /import}: service account with project id, or project token; JSON array or NDJSON. With {@code strict=1} bad
 * rows are listed in a 400 and the good ones are kept all the same; without, bad rows vanish silently.
 */
final class MixpanelSimulator implements Simulator {

    private static final int EVENTS = 2000;
    private static final int BYTES = 10 * 1024 * 1024;
    private static final long YEAR_1971 = 31_536_000L;
    private static final Set<String> BANNED = Set.of("anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown",
            "0", "-1", "true", "false", "[]", "{}", "lmy47d", "00000000-0000-0000-0000-000000000000");

    private final Ledger ledger;
    private final Clock clock;

    MixpanelSimulator(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals("/import")) {
            return refuse(404, "not found", "Not Found");
        }
        if (!call.is("POST")) {
            return refuse(405, "method not allowed", "Method Not Allowed");
        }
        Answer denied = denied(call);
        if (denied != null) {
            return denied;
        }
        if (call.body().length > BYTES) {
            return refuse(413, "request exceeds max limit of 10MB uncompressed", "Request Entity Too Large");
        }
        Optional<List<JsonNode>> events = call.hasType("application/x-ndjson") ? lines(call) : array(call);
        if (events.isEmpty()) {
            return refuse(400, "request body is not a JSON array or NDJSON", "Bad Request");
        }
        if (events.get().size() > EVENTS) {
            return refuse(413, "request exceeds max limit of 2000 events", "Request Entity Too Large");
        }
        return importAll(events.get(), "1".equals(call.query().get("strict")));
    }

    private Answer denied(Call call) {
        String project = call.query().get("project_id");
        String credentials = call.basic();
        if ((MixpanelSandbox.PROJECT_TOKEN + ":").equals(credentials)) {
            return null;
        }
        String account = MixpanelSandbox.SERVICE_ACCOUNT + ":" + MixpanelSandbox.SERVICE_SECRET;
        if (!account.equals(credentials)) {
            return refuse(401, credentials == null ? "Unauthorized" : "Invalid credentials", "Unauthorized");
        }
        if (project == null) {
            return refuse(400, "project_id is required with a service account", "Bad Request");
        }
        return project.equals(MixpanelSandbox.PROJECT_ID) ? null
                : refuse(401, "the service account has no access to the project", "Unauthorized");
    }

    private static Optional<List<JsonNode>> array(Call call) {
        return call.json().filter(JsonNode::isArray).map(array -> {
            List<JsonNode> events = new ArrayList<>();
            array.forEach(events::add);
            return events;
        });
    }

    private static Optional<List<JsonNode>> lines(Call call) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : call.text().split("\n")) {
            if (!line.isBlank()) {
                Optional<JsonNode> event = Call.json(line.getBytes(StandardCharsets.UTF_8));
                if (event.isEmpty()) {
                    return Optional.empty();
                }
                events.add(event.get());
            }
        }
        return Optional.of(events);
    }

    private Answer importAll(List<JsonNode> events, boolean strict) {
        List<Object> failed = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            String[] error = error(event);
            if (error == null) {
                JsonNode properties = event.get("properties");
                String key = event.get("event").asText() + "|" + properties.get("time").asText() + "|"
                        + properties.get("distinct_id").asText() + "|" + properties.get("$insert_id").asText();
                ledger.once(key, Call.write(event));
            } else {
                ledger.refuse(strict ? 400 : 200, error[0] + ": " + error[1] + (strict ? "" : ": dropped"));
                failed.add(Map.of("index", i, "$insert_id", event.at("/properties/$insert_id").asText(""), "field", error[0],
                        "message", error[1]));
            }
        }
        int imported = events.size() - failed.size();
        if (failed.isEmpty() || !strict) {
            return Answer.json(200, Map.of("code", 200, "num_records_imported", imported, "status", "OK"));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("code", 400);
        answer.put("error", "some data points in the request failed validation");
        answer.put("failed_records", failed);
        answer.put("num_records_imported", imported);
        answer.put("status", "Bad Request");
        return Answer.json(400, answer);
    }

    /** Field and message of what is wrong with an event, null when it is fine. */
    private String[] error(JsonNode event) {
        JsonNode properties = event.path("properties");
        if (!event.path("event").isTextual() || event.get("event").asText().isBlank()) {
            return new String[] {"event", "'event' must be a non-empty string"};
        }
        if (!properties.isObject() || properties.size() >= 255 || depth(properties) > 4) {
            return new String[] {"properties", "must be an object of fewer than 255 properties, nested at most 3 deep"};
        }
        if (Call.write(event).length() > 1024 * 1024) {
            return new String[] {"event", "event exceeds 1MB"};
        }
        long time = properties.path("time").isIntegralNumber() ? properties.get("time").asLong() : -1;
        long seconds = time > 100_000_000_000L ? time / 1000 : time;
        if (seconds < YEAR_1971 || seconds > clock.instant().getEpochSecond() + 3600) {
            return new String[] {"properties.time", "'properties.time' is invalid: must be specified as seconds or milliseconds since epoch"};
        }
        JsonNode distinctId = properties.path("distinct_id");
        if (!distinctId.isTextual() || BANNED.contains(distinctId.asText().toLowerCase(Locale.ROOT))) {
            return new String[] {"properties.distinct_id", "'properties.distinct_id' is missing or not allowed"};
        }
        if (!properties.path("$insert_id").asText("").matches("[A-Za-z0-9-]{1,36}")) {
            return new String[] {"properties.$insert_id", "'properties.$insert_id' is missing or not 1 to 36 of [A-Za-z0-9-]"};
        }
        return null;
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainerNode() ? deepest + 1 : 0;
    }

    private Answer refuse(int status, String error, String phrase) {
        ledger.refuse(status, error);
        return Answer.json(status, Map.of("code", status, "error", error, "status", phrase));
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        String usual = status == 429 ? "rate limit exceeded" : status >= 500 ? "internal error" : "bad request";
        return Answer.json(status, Map.of("code", status, "error", code == null ? usual : code, "status", "error"));
    }
}
