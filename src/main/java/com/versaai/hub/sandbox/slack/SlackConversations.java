package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code conversations.history} and {@code conversations.replies}: what was said in each channel, the newest first in a history and the oldest first in a
 * thread, between {@code oldest} and {@code latest}, which belong to it with {@code inclusive} only. Thread-safe.
 */
final class SlackConversations {

    static final Set<String> METHODS = Set.of("conversations.history", "conversations.replies");
    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LIMIT = 999;
    private static final int MOST = 10_000;

    private final Set<String> channels;
    private final int page;
    private final Map<String, NavigableMap<String, ObjectNode>> said = new HashMap<>();

    /**
     * @param channels names of those the bot is in
     * @param page     most messages of one answer, however many are asked for
     */
    SlackConversations(Set<String> channels, int page) {
        this.channels = channels;
        this.page = page;
    }

    synchronized void said(String channelId, ObjectNode message) {
        NavigableMap<String, ObjectNode> messages = said.computeIfAbsent(channelId, id -> new TreeMap<>());
        messages.put(message.path("ts").asText(), message);
        if (messages.size() > MOST) {
            messages.pollFirstEntry();
        }
    }

    synchronized void edited(String channelId, String ts, String text, String at) {
        ObjectNode message = said.getOrDefault(channelId, new TreeMap<>()).get(ts);
        if (message != null) {
            message.put("text", text).putObject("edited").put("user", message.path("user").asText("U000HUB")).put("ts", at);
        }
    }

    /** Of what was replied to, a tombstone stays. */
    synchronized void deleted(String channelId, String ts) {
        NavigableMap<String, ObjectNode> messages = said.getOrDefault(channelId, new TreeMap<>());
        if (messages.remove(ts) != null && !replies(messages, ts).isEmpty()) {
            messages.put(ts, Call.JSON.createObjectNode().put("type", "message").put("subtype", "tombstone").put("user", "USLACKBOT")
                    .put("text", "This message was deleted.").put("hidden", true).put("ts", ts).put("thread_ts", ts));
        }
    }

    synchronized void reset() {
        said.clear();
    }

    /** {@code error} alone where Slack refuses. */
    synchronized Answer answer(String method, ObjectNode given) {
        Map<String, Object> answer = new LinkedHashMap<>();
        String error = error(given);
        if (error == null) {
            error = method.endsWith("history") ? history(given, answer) : thread(given, answer);
        }
        return Answer.json(200, error == null ? answer : Map.of("ok", false, "error", error));
    }

    private String error(ObjectNode given) {
        String channel = given.path("channel").asText("");
        if (channel.equals(SlackSimulator.channelId("private"))) {
            return "not_in_channel";
        }
        if (Stream.concat(channels.stream(), Stream.of("archived")).noneMatch(name -> SlackSimulator.channelId(name).equals(channel))) {
            return "channel_not_found";
        }
        for (String bound : List.of("oldest", "latest")) {
            if (given.has(bound) && !given.path(bound).asText().matches("\\d{1,10}(\\.\\d{1,6})?")) {
                return "invalid_ts_" + bound;
            }
        }
        int limit = given.path("limit").asInt(given.has("limit") ? -1 : USUAL_LIMIT);
        return limit < 1 || limit > MOST_LIMIT ? "invalid_limit" : null;
    }

    private String history(ObjectNode given, Map<String, Object> answer) {
        NavigableMap<String, ObjectNode> messages = said.getOrDefault(given.path("channel").asText(), new TreeMap<>());
        List<ObjectNode> shown = new ArrayList<>();
        messages.forEach((ts, message) -> {
            String thread = message.path("thread_ts").asText(ts);
            if (isBetween(given, ts) && (thread.equals(ts) || message.path("subtype").asText().equals("thread_broadcast"))) {
                shown.add(counted(messages, message));
            }
        });
        Collections.reverse(shown);
        answer.put("ok", true);
        return paged(given, shown, answer);
    }

    private String thread(ObjectNode given, Map<String, Object> answer) {
        NavigableMap<String, ObjectNode> messages = said.getOrDefault(given.path("channel").asText(), new TreeMap<>());
        ObjectNode parent = messages.get(given.path("ts").asText(""));
        if (parent == null) {
            return "thread_not_found";
        }
        List<ObjectNode> shown = new ArrayList<>();
        replies(messages, parent.path("ts").asText()).stream().filter(reply -> isBetween(given, reply.path("ts").asText())).forEach(shown::add);
        answer.put("ok", true);
        String error = paged(given, shown, answer);
        if (error == null) {
            // Slack begins each page with it, whatever the bounds.
            List<Object> all = new ArrayList<>(List.of(counted(messages, parent)));
            all.addAll((List<?>) answer.get("messages"));
            answer.put("messages", all);
        }
        return error;
    }

    private String paged(ObjectNode given, List<ObjectNode> shown, Map<String, Object> answer) {
        String cursor = given.path("cursor").asText("");
        int from = cursor.isEmpty() ? 0 : cursor.matches("next:\\d{1,6}") ? Integer.parseInt(cursor.substring(5)) : -1;
        if (from < 0 || from > shown.size()) {
            return "invalid_cursor";
        }
        int to = Math.min(shown.size(), from + Math.min(page, given.path("limit").asInt(USUAL_LIMIT)));
        answer.put("messages", List.copyOf(shown.subList(from, to)));
        answer.put("has_more", to < shown.size());
        answer.put("pin_count", 0);
        if (to < shown.size()) {
            answer.put("response_metadata", Map.of("next_cursor", "next:" + to));
        }
        return null;
    }

    private static List<ObjectNode> replies(Map<String, ObjectNode> messages, String parent) {
        return messages.values().stream().filter(message -> message.path("thread_ts").asText().equals(parent) && !message.path("ts").asText().equals(parent))
                .toList();
    }

    private static ObjectNode counted(Map<String, ObjectNode> messages, ObjectNode message) {
        List<ObjectNode> replies = replies(messages, message.path("ts").asText());
        return replies.isEmpty() ? message : message.deepCopy().put("thread_ts", message.path("ts").asText()).put("reply_count", replies.size())
                .put("latest_reply", replies.get(replies.size() - 1).path("ts").asText());
    }

    private static boolean isBetween(JsonNode given, String ts) {
        boolean inclusive = given.path("inclusive").asText().matches("true|1");
        int low = number(ts).compareTo(number(given.path("oldest").asText("0")));
        int high = given.has("latest") ? number(ts).compareTo(number(given.path("latest").asText())) : -1;
        return (low > 0 || inclusive && low == 0) && (high < 0 || inclusive && high == 0);
    }

    private static BigDecimal number(String ts) {
        return new BigDecimal(ts);
    }
}
