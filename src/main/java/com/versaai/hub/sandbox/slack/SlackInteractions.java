package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The {@code payload} of clicks, forms and shortcuts, in the shapes of Slack's documentation. */
final class SlackInteractions {

    static final List<String> TYPES = List.of("block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion");

    private SlackInteractions() {
    }

    static ObjectNode make(String type, Map<String, String> chosen, String trigger, Instant now) {
        String team = chosen.getOrDefault("team", SlackSandbox.TEAM);
        ObjectNode payload = Call.JSON.createObjectNode().put("type", type).put("token", "unused").put("api_app_id", "A000");
        payload.putObject("team").put("id", team).put("domain", "sandbox");
        payload.putObject("user").put("id", chosen.getOrDefault("user", SlackSandbox.USER)).put("username", "ana").put("team_id", team);
        if (!type.equals("view_closed") && !type.equals("block_suggestion")) {
            payload.put("trigger_id", trigger);
        }
        if (type.startsWith("view_")) {
            view(payload.putObject("view"), chosen);
        } else if (type.equals("block_suggestion")) {
            payload.put("action_id", chosen.getOrDefault("action", "menu")).put("block_id", "b1").put("value", chosen.getOrDefault("text", "a"));
        } else {
            of(type, payload, chosen, now);
        }
        return payload;
    }

    private static void of(String type, ObjectNode payload, Map<String, String> chosen, Instant now) {
        String ts = "%d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000);
        String channel = chosen.getOrDefault("channel", "C0GROWTH");
        if (type.equals("shortcut")) {
            payload.put("callback_id", chosen.getOrDefault("callback", "open")).put("action_ts", ts);
            return;
        }
        payload.put("response_url", SlackTickets.replyAddress(now).replace("/commands/", "/actions/"));
        payload.putObject("channel").put("id", channel).put("name", "growth");
        payload.putObject("message").put("type", "message").put("text", chosen.getOrDefault("text", "hola")).put("ts", ts).put("bot_id", "B000");
        if (type.equals("message_action")) {
            payload.put("callback_id", chosen.getOrDefault("callback", "keep")).put("message_ts", ts).put("action_ts", ts);
            return;
        }
        payload.putObject("container").put("type", "message").put("message_ts", ts).put("channel_id", channel).put("is_ephemeral", false);
        ObjectNode action = payload.putArray("actions").addObject().put("action_id", chosen.getOrDefault("action", "hub_replay")).put("block_id", "b1");
        action.putObject("text").put("type", "plain_text").put("text", "Replay");
        action.put("value", chosen.getOrDefault("value", "")).put("type", "button").put("action_ts", ts);
    }

    private static void view(ObjectNode view, Map<String, String> chosen) {
        view.put("id", "V0SANDBOX").put("team_id", chosen.getOrDefault("team", SlackSandbox.TEAM)).put("type", "modal")
                .put("callback_id", chosen.getOrDefault("callback", "hub_replay")).put("private_metadata", chosen.getOrDefault("metadata", "")).put("hash", "1.a");
        view.putArray("blocks").addObject().put("type", "input").put("block_id", "why");
        view.putObject("state").putObject("values").putObject("why").putObject("why").put("type", "plain_text_input").put("value", chosen.getOrDefault("text", ""));
    }
}
