package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Zoho's notification channels, {@code /actions/watch}: an hour long where nothing else, or more than a week, is asked for. What is over
 * is gone, and can't be renewed. Nothing is sent by itself: {@code /sandbox/send/zoho} does. Not thread-safe: guarded by its owner.
 */
final class ZohoWatch {

    private static final int LONGEST_TOKEN = 50;
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final Ledger ledger;
    private final Clock clock;
    private final Map<String, Channel> channels = new TreeMap<>();

    private record Channel(List<String> events, Instant until, String token, String notifyUrl) {

        List<String> modules() {
            return events.stream().map(event -> event.substring(0, event.indexOf('.'))).distinct().toList();
        }
    }

    /** Why one is refused. */
    private static final class Refused extends RuntimeException {
        private final String code;
        private final String field;

        Refused(String code, String field) {
            super(code, null, false, false);
            this.code = code;
            this.field = field;
        }
    }

    ZohoWatch(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Answer answer(Call call, JsonNode body) {
        channels.values().removeIf(channel -> !channel.until().isAfter(clock.instant()));
        if (call.is("GET")) {
            return shown(call);
        }
        if (call.is("DELETE")) {
            channels.keySet().removeAll(List.of(call.query().getOrDefault("channel_ids", "").split(",")));
            return Answer.json(200, Map.of("watch", List.of(Map.of("code", "SUCCESS", "details", Map.of(), "message", "Successfully unsubscribed",
                    "status", "success"))));
        }
        if (!List.of("POST", "PUT", "PATCH").contains(call.method())) {
            return ZohoSimulator.refused(ledger, 400, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one");
        }
        JsonNode list = body.path("watch");
        if (!list.isArray() || list.isEmpty()) {
            return ZohoSimulator.refused(ledger, 400, "MANDATORY_NOT_FOUND", "required field not found");
        }
        List<Object> results = new ArrayList<>();
        int bad = 0;
        for (JsonNode one : list) {
            try {
                results.add(kept(call.method(), one));
            } catch (Refused refused) {
                bad++;
                ledger.refuse(400, refused.code + ' ' + refused.field);
                results.add(Map.of("code", refused.code, "details", Map.of("api_name", refused.field), "message", refused.code.toLowerCase(java.util.Locale.ROOT)
                        .replace('_', ' '), "status", "error"));
            }
        }
        return Answer.json(bad == 0 ? 200 : bad == results.size() ? 400 : 202, Map.of("watch", results));
    }

    private Answer shown(Call call) {
        String wanted = call.query().get("channel_id");
        List<Object> shown = new ArrayList<>();
        channels.forEach((id, channel) -> {
            if (wanted == null || wanted.equals(id)) {
                channel.modules().forEach(module -> shown.add(told(id, channel, module)));
            }
        });
        return shown.isEmpty() ? Answer.empty(204) : Answer.json(200, Map.of("watch", shown, "info", Map.of("count", shown.size(), "more_records", false)));
    }

    private static Map<String, Object> told(String id, Channel channel, String module) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("channel_expiry", TIME.format(channel.until()));
        told.put("resource_uri", "https://www.zohoapis.com/crm/v8/" + module);
        told.put("resource_id", "5725767000000002" + Integer.toString(100 + Math.floorMod(module.hashCode(), 900)));
        told.put("resource_name", module);
        told.put("channel_id", id);
        told.put("notify_url", channel.notifyUrl());
        return told;
    }

    private Map<String, Object> kept(String method, JsonNode one) {
        String id = one.path("channel_id").asText("");
        if (!id.matches("\\d{1,18}")) {
            throw new Refused(id.isEmpty() ? "MANDATORY_NOT_FOUND" : "INVALID_DATA", "channel_id");
        }
        Channel before = channels.get(id);
        if (before == null && !method.equals("POST")) {
            throw new Refused("NOT_SUBSCRIBED", "channel_id");
        }
        Channel rest = method.equals("PATCH") ? before : null;
        Channel channel = new Channel(events(one.path("events"), rest), until(one.path("channel_expiry")), token(one.path("token"), rest), url(one.path("notify_url"), rest));
        channels.put(id, channel);
        ledger.always("watch/" + id, Call.write(Map.of("until", channel.until().toString(), "events", channel.events())));
        List<Object> events = new ArrayList<>();
        channel.modules().forEach(module -> {
            Map<String, Object> told = told(id, channel, module);
            told.remove("notify_url");
            events.add(told);
        });
        return Map.of("code", "SUCCESS", "details", Map.of("events", events), "message", "Successfully subscribed for actions-watch of the given module",
                "status", "success");
    }

    private static List<String> events(JsonNode said, Channel rest) {
        if (said.isMissingNode() && rest != null) {
            return rest.events();
        }
        List<String> events = new ArrayList<>();
        said.forEach(event -> events.add(event.asText()));
        if (events.isEmpty()) {
            throw new Refused("MANDATORY_NOT_FOUND", "events");
        }
        for (String event : events) {
            if (!event.matches("[A-Za-z_]+\\.(create|edit|delete|all)") || !ZohoModules.exists(event.substring(0, event.indexOf('.')))) {
                throw new Refused("INVALID_DATA", "events");
            }
        }
        return events;
    }

    private Instant until(JsonNode said) {
        Instant now = clock.instant();
        if (said.isMissingNode() || said.isNull()) {
            return now.plus(USUAL);
        }
        try {
            if (!said.asText().matches(".*[+-]\\d{2}:\\d{2}")) {
                throw new Refused("INVALID_DATA", "channel_expiry");
            }
            Instant until = OffsetDateTime.parse(said.asText()).toInstant();
            if (!until.isAfter(now)) {
                throw new Refused("INVALID_DATA", "channel_expiry");
            }
            return until.isAfter(now.plus(LONGEST)) ? now.plus(USUAL) : until;
        } catch (DateTimeException e) {
            throw new Refused("INVALID_DATA", "channel_expiry");
        }
    }

    private static String token(JsonNode said, Channel rest) {
        if (said.asText("").length() > LONGEST_TOKEN) {
            throw new Refused("INVALID_DATA", "token");
        }
        return said.isMissingNode() && rest != null ? rest.token() : said.asText("");
    }

    private static String url(JsonNode said, Channel rest) {
        if (said.isMissingNode() && rest != null) {
            return rest.notifyUrl();
        }
        if (!said.asText("").matches("https?://\\S+")) {
            throw new Refused(said.isMissingNode() ? "MANDATORY_NOT_FOUND" : "INVALID_DATA", "notify_url");
        }
        return said.asText();
    }

    void clear() {
        channels.clear();
    }
}
