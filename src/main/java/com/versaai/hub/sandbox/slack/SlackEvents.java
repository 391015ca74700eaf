package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Bodies of the Events API, in the shapes of Slack's documentation. */
final class SlackEvents {

    static final List<String> TYPES = List.of("message", "bot_message", "app_mention", "member_joined_channel", "app_uninstalled", "tokens_revoked",
            "url_verification", "app_rate_limited");

    private SlackEvents() {
    }

    static ObjectNode make(String type, Map<String, String> chosen, Instant now) {
        ObjectNode body = Call.JSON.createObjectNode().put("token", "unused");
        String team = chosen.getOrDefault("team", SlackSandbox.TEAM);
        if (type.equals("url_verification")) {
            return body.put("challenge", "c-" + UUID.randomUUID()).put("type", type);
        }
        if (type.equals("app_rate_limited")) {
            return body.put("type", type).put("team_id", team).put("minute_rate_limited", now.getEpochSecond() / 60 * 60).put("api_app_id", "A000");
        }
        String id = chosen.getOrDefault("eventId", "Ev0" + Ledger.hash(UUID.randomUUID().toString()).toUpperCase(Locale.ROOT));
        body.put("team_id", team).put("api_app_id", "A000").put("type", "event_callback").put("event_id", id).put("event_time", now.getEpochSecond())
                .put("is_ext_shared_channel", false);
        body.putArray("authorizations").addObject().putNull("enterprise_id").put("team_id", team).put("user_id", "U000HUB").put("is_bot", true)
                .put("is_enterprise_install", false);
        event(type, chosen, team, now, body.putObject("event"));
        return body;
    }

    private static void event(String type, Map<String, String> chosen, String team, Instant now, ObjectNode event) {
        String ts = chosen.getOrDefault("ts", "%d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000));
        String user = chosen.getOrDefault("user", SlackSandbox.USER);
        String channel = chosen.getOrDefault("channel", "C0GROWTH");
        String text = chosen.getOrDefault("text", "hola");
        switch (type) {
            case "bot_message" -> event.put("type", "message").put("subtype", type).put("bot_id", "B000").put("text", text).put("ts", ts)
                    .put("channel", channel).put("channel_type", "channel").put("event_ts", ts);
            case "member_joined_channel" -> event.put("type", type).put("user", user).put("channel", channel).put("channel_type", "C").put("team", team)
                    .put("event_ts", ts);
            case "app_uninstalled" -> event.put("type", type);
            case "tokens_revoked" -> {
                event.put("type", type);
                event.putObject("tokens").putArray("bot").add("U000HUB");
            }
            default -> event.put("type", type).put("user", user).put("text", text).put("ts", ts).put("team", team).put("channel", channel)
                    .put("channel_type", "channel").put("event_ts", ts);
        }
    }
}
