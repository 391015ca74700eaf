package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Everything Slack sends, signed as Slack signs: events, slash commands ({@code command}, {@code ssl_check}) and interactions. Values that can
 * be chosen are listed where one can't; {@code eventId} with {@code retry} is the same event once more.
 */
final class SlackWebhookSender implements WebhookSender {

    private static final List<String> VALUES = List.of("action", "callback", "channel", "command", "eventId", "metadata", "retry", "team", "text", "trigger", "ts", "user",
            "value");

    private static final int MOST = 1000;

    private final Clock clock;
    /** When an event of a chosen id was first made: once more is the same, its {@code ts} too. */
    private final Map<String, Instant> made = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    });

    SlackWebhookSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        List<String> types = new ArrayList<>(SlackEvents.TYPES);
        types.addAll(List.of("command", "ssl_check"));
        types.addAll(SlackInteractions.TYPES);
        return types;
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (!VALUES.containsAll(chosen.keySet())) {
            throw new WebhookValueException("only these can be given", VALUES);
        }
        if (SlackEvents.TYPES.contains(type)) {
            Instant at = chosen.containsKey("eventId") ? made.computeIfAbsent(chosen.get("eventId"), id -> clock.instant()) : clock.instant();
            ObjectNode event = SlackEvents.make(type, chosen, at);
            return signed("events", event.path("event_id").asText("none"), "application/json", Call.write(event), chosen.get("retry"));
        }
        String trigger = chosen.getOrDefault("trigger", SlackTickets.made(clock.instant()));
        if (SlackInteractions.TYPES.contains(type)) {
            String payload = Call.write(SlackInteractions.make(type, chosen, trigger, clock.instant()));
            return form("interactions", trigger, Map.of("payload", payload));
        }
        return form("commands", trigger, type.equals("ssl_check") ? Map.of("ssl_check", "1", "token", "unused") : command(chosen, trigger));
    }

    private Map<String, String> command(Map<String, String> chosen, String trigger) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", "unused");
        fields.put("team_id", chosen.getOrDefault("team", SlackSandbox.TEAM));
        fields.put("team_domain", "sandbox");
        fields.put("channel_id", chosen.getOrDefault("channel", "C0GROWTH"));
        fields.put("user_id", chosen.getOrDefault("user", SlackSandbox.USER));
        fields.put("user_name", "ana");
        fields.put("command", chosen.getOrDefault("command", "/hub"));
        fields.put("text", chosen.getOrDefault("text", ""));
        fields.put("api_app_id", "A000");
        fields.put("is_enterprise_install", "false");
        fields.put("response_url", SlackTickets.replyAddress(clock.instant()));
        fields.put("trigger_id", trigger);
        return fields;
    }

    private OutgoingWebhook form(String door, String id, Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&").append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return signed(door, id, "application/x-www-form-urlencoded", body.toString(), null);
    }

    private OutgoingWebhook signed(String door, String id, String type, String text, String retry) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String time = String.valueOf(clock.instant().getEpochSecond());
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", type, "User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)",
                "X-Slack-Request-Timestamp", time, "X-Slack-Signature", signature(time, text)));
        if (retry != null) {
            headers.put("X-Slack-Retry-Num", retry);
            headers.put("X-Slack-Retry-Reason", "http_timeout");
        }
        return new OutgoingWebhook(id, "/webhooks/slack/" + door, headers, body, Map.of());
    }

    private static String signature(String time, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SlackSandbox.SIGNING_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(("v0:" + time + ':' + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
