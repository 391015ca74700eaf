package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Feed.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages of the history as the requests that the Events API would have made of them: {@code event.jq} gives both the same id, which is made of the
 * channel, the message's {@code ts} and, of an edit, the {@code ts} of it. A deletion is seen only where replies keep a tombstone.
 */
final class SlackHistoryItems {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What only the history says, and what changes without the message being another. */
    private static final List<String> OF_HISTORY = List.of("reply_count", "reply_users", "reply_users_count", "latest_reply", "subscribed", "last_read",
            "unread_count", "is_locked", "reactions", "pinned_to", "pinned_info");

    private final String channel;
    private final SlackHistoryCalls.Workspace workspace;

    SlackHistoryItems(String channel, SlackHistoryCalls.Workspace workspace) {
        this.channel = channel;
        this.workspace = workspace;
    }

    List<Item> of(JsonNode message) {
        String ts = message.path("ts").asText();
        if (!message.isObject() || !SlackTime.is(ts)) {
            throw new IllegalStateException("Slack's history has a message without ts");
        }
        ObjectNode plain = ((ObjectNode) message).deepCopy();
        plain.remove(OF_HISTORY);
        if (plain.path("subtype").asText().equals("tombstone")) {
            return List.of(item("-deleted", ts, change("message_deleted", ts).put("deleted_ts", ts)));
        }
        List<Item> items = new ArrayList<>();
        ObjectNode event = plain.deepCopy().put("channel", channel).put("event_ts", ts);
        event.remove("edited");
        items.add(item("", ts, event));
        String edited = plain.at("/edited/ts").asText();
        if (SlackTime.is(edited)) {
            event = change("message_changed", edited);
            event.set("message", plain);
            items.add(item("-edited-" + edited, ts, event));
        }
        return items;
    }

    private ObjectNode change(String subtype, String ts) {
        return JSON.createObjectNode().put("type", "message").put("subtype", subtype).put("hidden", true).put("channel", channel)
                .put("ts", ts).put("event_ts", ts);
    }

    /** Under the id that the mapping gives it. */
    private Item item(String what, String ts, ObjectNode event) {
        ObjectNode request = JSON.createObjectNode().put("type", "event_callback").put("team_id", workspace.teamId())
                .put("event_time", SlackTime.instant(event.path("event_ts").asText()).getEpochSecond());
        if (workspace.enterpriseId() != null) {
            request.put("enterprise_id", workspace.enterpriseId());
        }
        if (workspace.userId() != null) {
            request.putArray("authorizations").addObject().put("team_id", workspace.teamId()).put("user_id", workspace.userId()).put("is_bot", true);
        }
        request.set("event", event);
        return new Item("message-" + channel + '-' + ts + what, "message", bytes(request));
    }

    /** @param since what is missing begins there */
    static Item gap(String channel, String since, String reason) {
        return new Item("history-gap-" + channel + '-' + since, "history_gap", bytes(JsonNodeFactory.instance.objectNode().put("type", "history_gap")
                .setAll(Map.of("channel", JsonNodeFactory.instance.textNode(channel), "since", JsonNodeFactory.instance.textNode(since),
                        "reason", JsonNodeFactory.instance.textNode(reason)))));
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
