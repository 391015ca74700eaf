package com.versaai.hub.sandbox.ga4;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Google Analytics accepts in a Measurement Protocol body. */
final class Ga4Rules {

    /** One line of the debug endpoint's answer. */
    record Message(String fieldPath, String description, String validationCode) {
    }

    private static final Set<String> RESERVED = Set.of("session_start", "first_visit", "user_engagement", "app_remove", "ad_click",
            "app_clear_data", "app_exception", "app_update", "first_open", "error", "os_update", "screen_view");
    private static final List<String> RESERVED_PREFIXES = List.of("_", "firebase_", "ga_", "google_");
    private static final long PAST_MICROS = 72L * 3600 * 1_000_000;

    private final List<Message> messages = new ArrayList<>();

    private Ga4Rules() {
    }

    /** Everything wrong with a body, empty when it counts. */
    static List<Message> check(JsonNode body, boolean app, Instant now) {
        Ga4Rules rules = new Ga4Rules();
        rules.body(body, app ? "app_instance_id" : "client_id", now);
        return rules.messages;
    }

    private void body(JsonNode body, String idField, Instant now) {
        if (body.path(idField).asText("").isBlank()) {
            add(idField, "Measurement requires a " + idField + ".", "VALUE_REQUIRED");
        }
        JsonNode events = body.path("events");
        if (!events.isArray() || events.isEmpty()) {
            add("events", "At least one event is needed.", "VALUE_REQUIRED");
        } else if (events.size() > 25) {
            add("events", "At most 25 events are allowed.", "EXCEEDED_MAX_ENTITIES");
        }
        if (body.has("timestamp_micros")) {
            long micros = body.get("timestamp_micros").asLong(-1);
            long nowMicros = now.toEpochMilli() * 1000;
            if (micros < nowMicros - PAST_MICROS || micros > nowMicros + 15L * 60 * 1_000_000) {
                add("timestamp_micros", "Outside of the last 72 hours.", "VALUE_OUT_OF_BOUNDS");
            }
        }
        for (int i = 0; i < Math.min(events.size(), 26); i++) {
            event("events[" + i + "]", events.get(i));
        }
        userProperties(body.path("user_properties"));
    }

    private void event(String path, JsonNode event) {
        String name = event.path("name").asText("");
        name(path + ".name", name, 40);
        if (RESERVED.contains(name)) {
            add(path + ".name", "Event name is reserved: " + name, "NAME_RESERVED");
        }
        JsonNode params = event.path("params");
        if (params.size() > 25) {
            add(path + ".params", "At most 25 parameters are allowed.", "EXCEEDED_MAX_ENTITIES");
        }
        for (Map.Entry<String, JsonNode> param : params.properties()) {
            name(path + ".params." + param.getKey(), param.getKey(), 40);
            if (param.getValue().asText("").length() > 100) {
                add(path + ".params." + param.getKey(), "Value is longer than 100 characters.", "VALUE_OUT_OF_BOUNDS");
            }
            if (param.getValue().isObject() || param.getValue().isArray() && !param.getKey().equals("items")) {
                add(path + ".params." + param.getKey(), "Value must be a string or a number.", "VALUE_INVALID");
            }
        }
    }

    private void userProperties(JsonNode properties) {
        if (properties.size() > 25) {
            add("user_properties", "At most 25 user properties are allowed.", "EXCEEDED_MAX_ENTITIES");
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            name("user_properties." + property.getKey(), property.getKey(), 24);
            if (property.getValue().path("value").asText("").length() > 36) {
                add("user_properties." + property.getKey(), "Value is longer than 36 characters.", "VALUE_OUT_OF_BOUNDS");
            }
        }
    }

    private void name(String path, String name, int limit) {
        if (RESERVED_PREFIXES.stream().anyMatch(name::startsWith)) {
            add(path, "Name starts with a reserved prefix: " + name, "NAME_RESERVED");
        } else if (name.length() > limit || !name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            add(path, "Name must be 1 to " + limit + " letters, digits and underscores, a letter first.", "NAME_INVALID");
        }
    }

    private void add(String path, String description, String code) {
        messages.add(new Message(path, description, code));
    }
}
