package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Slack: {@code /api/chat.postMessage}, {@code /api/views.open}, {@code /api/auth.test}, incoming webhooks
 * {@code /services/T000/B000/<channel>} and addresses of replies ({@link SlackReplyAddress}).
 * The API fails with 200 and {@code ok:false}, webhooks with a status and one word. Channel {@code archived} is archived,
 * {@code private} lacks the bot. {@link SlackRates} counts messages by channel and calls by method;
 * other methods: {@link SlackMethods}.
 */
final class SlackSimulator implements Simulator {

    private static final Set<String> FATAL = Set.of("internal_error", "fatal_error", "service_unavailable");

    private final Set<String> channels;
    private final SlackRates rates;
    private final Ledger ledger;
    private final Clock clock;
    private final SlackReplyAddress replies;
    private final SlackViews views;
    private final SlackMethods methods;
    private final SlackConversations conversations;
    private final SlackUploads uploads;
    private final SlackOAuth oauth;
    private final AtomicLong messages = new AtomicLong();

    SlackSimulator(Set<String> channels, SlackRates rates, int page, Ledger ledger, Clock clock) {
        this.channels = Set.copyOf(channels);
        this.rates = rates;
        this.ledger = ledger;
        this.clock = clock;
        this.replies = new SlackReplyAddress(ledger, clock);
        this.views = new SlackViews(ledger, clock);
        this.uploads = new SlackUploads(this.channels, ledger);
        this.oauth = new SlackOAuth(ledger, clock);
        this.conversations = new SlackConversations(this.channels, page);
        this.methods = new SlackMethods(this.channels, rates, conversations, ledger, clock);
    }

    @Override
    public Answer answer(Call call) {
        List<String> parts = call.parts();
        if (parts.get(0).equals("services")) {
            return webhook(call, parts);
        }
        if (SlackReplyAddress.isIn(parts)) {
            return replies.answer(call, parts);
        }
        if (parts.get(0).equals("upload")) {
            return uploads.bytes(call, parts);
        }
        if (call.path().equals("/oauth/v2/authorize")) {
            return oauth.authorize(call);
        }
        if (parts.size() != 2 || !parts.get(0).equals("api")) {
            return Answer.of(404, "text/html; charset=utf-8", "<!DOCTYPE html><html><body>Not found</body></html>");
        }
        return api(call, parts.get(1)).with("x-slack-req-id", Ledger.hash(call.text() + messages.get()));
    }

    private Answer api(Call call, String method) {
        if (!call.is("POST") && !call.is("GET")) {
            return refused("invalid_post_type");
        }
        if (method.equals("oauth.v2.access")) {
            return oauth.access(call);
        }
        boolean json = call.hasType("application/json");
        Optional<ObjectNode> arguments = json ? call.json().filter(JsonNode::isObject).map(ObjectNode.class::cast) : Optional.of(form(call));
        if (arguments.isEmpty()) {
            return refused(call.json().isPresent() ? "json_not_object" : "invalid_json");
        }
        // A token inside a JSON body doesn't count at the real one either.
        String token = call.bearer() != null ? call.bearer() : json ? null : arguments.get().path("token").asText(null);
        if (token == null) {
            return refused("not_authed");
        }
        boolean person = token.equals(SlackSandbox.USER_TOKEN);
        String wrong = person || token.equals(SlackSandbox.BOT_TOKEN) ? null : oauth.wrong(token);
        if (wrong != null) {
            return refused(wrong);
        }
        return switch (method) {
            case "auth.test" -> Answer.json(200, Map.of("ok", true, "url", "https://sandbox.slack.com/", "team", "Sandbox",
                    "user", "hub", "team_id", "T000", "user_id", "U000HUB", "bot_id", "B000", "is_enterprise_install", false));
            case "auth.revoke" -> oauth.revoke(token);
            case "chat.postMessage" -> postMessage(arguments.get(), json && !charsetNamed(call), person);
            case "views.open" -> open(arguments.get());
            case SlackUploads.ADDRESS -> uploads.address(call, arguments.get(), json);
            case SlackUploads.COMPLETE -> uploads.complete(arguments.get());
            default -> SlackMethods.knows(method) ? methods.answer(method, arguments.get(), json) : refused("unknown_method");
        };
    }

    private Answer open(ObjectNode arguments) {
        SlackViews.Refusal refusal = views.refusal(arguments);
        return refusal == null ? views.opened(arguments) : refused(refusal.error(), refusal.detail());
    }

    private static boolean charsetNamed(Call call) {
        return call.headers().apply("Content-Type").toLowerCase(Locale.ROOT).contains("charset");
    }

    /** Form fields, where blocks, attachments and metadata are JSON inside a field. */
    private static ObjectNode form(Call call) {
        ObjectNode arguments = Call.JSON.createObjectNode();
        Map<String, String> fields = new LinkedHashMap<>(call.query());
        fields.putAll(call.form());
        fields.forEach((name, value) -> {
            boolean structured = Set.of("blocks", "attachments", "metadata", "view").contains(name);
            Optional<JsonNode> node = structured ? Call.json(value.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
            arguments.set(name, node.orElse(arguments.textNode(value)));
        });
        return arguments;
    }

    private Answer postMessage(ObjectNode message, boolean charsetMissing, boolean person) {
        String channel = message.path("channel").asText("");
        if (channel.isEmpty()) {
            return refused("invalid_arguments", "[ERROR] missing required field: channel");
        }
        String name = channelName(channel);
        String error = name == null ? "channel_not_found" : channelError(name);
        if (error == null) {
            error = SlackContent.error(message);
        }
        if (error != null) {
            return refused(error, SlackContent.detail(error));
        }
        Duration wait = rates.post(name);
        if (!wait.isZero()) {
            ledger.refuse(429, "ratelimited");
            return limited(Answer.json(429, Map.of("ok", false, "error", "ratelimited")), wait);
        }
        String ts = "%d.%06d".formatted(clock.instant().getEpochSecond(), messages.incrementAndGet() % 1_000_000);
        methods.posted(channelId(name), ts);
        message.remove("token");
        ledger.always("#" + name + "|" + Ledger.hash(Call.write(message)), Call.write(message));
        Map<String, Object> posted = new LinkedHashMap<>();
        posted.put("type", "message");
        posted.putAll(person ? Map.of("user", SlackSandbox.USER, "team", SlackSandbox.TEAM) : Map.of("subtype", "bot_message", "bot_id", "B000"));
        posted.put("text", message.path("text").asText(""));
        posted.put("ts", ts);
        for (String part : List.of("blocks", "attachments", "thread_ts")) {
            if (message.has(part)) {
                posted.put(part, message.get(part));
            }
        }
        conversations.said(channelId(name), Call.JSON.valueToTree(posted));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", true);
        answer.put("channel", channelId(name));
        answer.put("ts", ts);
        answer.put("message", posted);
        if (charsetMissing) {
            answer.put("warning", "missing_charset");
            answer.put("response_metadata", Map.of("warnings", List.of("missing_charset")));
        }
        return Answer.json(200, answer).with("x-oauth-scopes", "chat:write,chat:write.public");
    }

    static String channelId(String name) {
        return "C0" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /** The plain name of a channel given as name, #name or id; null when there is none. */
    private String channelName(String given) {
        String name = given.startsWith("#") ? given.substring(1) : given;
        if (channels.contains(name) || channelError(name) != null) {
            return name;
        }
        return channels.stream().filter(known -> channelId(known).equals(given)).findFirst().orElse(null);
    }

    private static String channelError(String name) {
        return switch (name) {
            case "archived" -> "is_archived";
            case "private" -> "not_in_channel";
            default -> null;
        };
    }

    private Answer webhook(Call call, List<String> parts) {
        if (parts.size() != 4 || !parts.get(1).equals("T000")) {
            return plain(404, "no_team");
        }
        if (!parts.get(2).equals("B000")) {
            return plain(404, "no_service");
        }
        String channel = channelName(parts.get(3));
        if (channel == null) {
            return plain(404, "channel_not_found");
        }
        String error = channelError(channel);
        if (error != null) {
            return error.equals("is_archived") ? plain(410, "channel_is_archived") : plain(403, "action_prohibited");
        }
        byte[] payload = call.hasType("application/x-www-form-urlencoded")
                ? call.form().getOrDefault("payload", "").getBytes(StandardCharsets.UTF_8) : call.body();
        Optional<JsonNode> message = Call.json(payload).filter(JsonNode::isObject);
        if (!call.is("POST") || message.isEmpty()) {
            return plain(400, "invalid_payload");
        }
        String fault = SlackContent.error(message.get());
        if (fault != null) {
            return plain(400, fault);
        }
        Duration wait = rates.post(channel);
        if (!wait.isZero()) {
            return limited(plain(429, "rate_limited"), wait);
        }
        String body = Call.write(message.get());
        ledger.always("#" + channel + "|" + Ledger.hash(body), body);
        return Answer.of(200, "text/html; charset=utf-8", "ok");
    }

    static Answer limited(Answer answer, Duration wait) {
        return answer.with("Retry-After", String.valueOf(Math.max(1, (wait.toMillis() + 999) / 1000)));
    }

    private Answer plain(int status, String word) {
        ledger.refuse(status, word);
        return Answer.of(status, "text/html; charset=utf-8", word);
    }

    private Answer refused(String error, String... detail) {
        ledger.refuse(200, error);
        return rejection(200, error, detail);
    }

    private static Answer rejection(int status, String error, String... detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ok", false);
        body.put("error", error);
        if (detail.length > 0 && detail[0] != null) {
            body.put("response_metadata", Map.of("messages", List.of(detail)));
        }
        return Answer.json(status, body);
    }

    @Override
    public void reset() {
        replies.reset();
        views.reset();
        conversations.reset();
        oauth.reset();
    }

    /** Whoever asks for an error code means {@code ok:false}. */
    @Override
    public int failureStatus(String code) {
        return code == null ? 500 : 200;
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        String error = code != null ? code : switch (status) {
            case 429 -> "ratelimited";
            case 503 -> "service_unavailable";
            default -> status >= 500 ? "internal_error" : "invalid_arguments";
        };
        if (call.path().startsWith("/services/")) {
            int real = status != 200 ? status : FATAL.contains(error) ? 500 : error.startsWith("no_") ? 404 : 400;
            return Answer.of(real, "text/html; charset=utf-8", error);
        }
        return rejection(status, error);
    }
}
