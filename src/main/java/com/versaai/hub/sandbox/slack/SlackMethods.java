package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Web API's methods besides posting: {@code chat.update}, {@code chat.delete}, {@code reactions.add} on messages that were posted here, which take a
 * channel's id only; {@code chat.postEphemeral}; {@code users.lookupByEmail} and {@code conversations.list}, which read no JSON. Thread-safe.
 */
final class SlackMethods {

    /** Members of the workspace: id by address. */
    static final Map<String, String> MEMBERS = Map.of("ana@acme.example", "U000ANA", "ops@acme.example", "U000OPS");
    private static final Set<String> FORM_ONLY = Set.of("users.lookupByEmail", "conversations.list");
    private static final Set<String> KNOWN = Set.of("chat.update", "chat.delete", "reactions.add", "chat.postEphemeral", "users.lookupByEmail",
            "conversations.list");
    /** Slack may answer fewer than it is asked for: whoever wants all follows the cursor. */
    private static final int PAGE = 2;
    private static final int MOST = 10_000;

    private final Set<String> channels;
    private final SlackRates rates;
    private final SlackConversations conversations;
    private final Ledger ledger;
    private final Clock clock;
    /** Reactions of each message that is there, by channel's id and ts. */
    private final Map<String, Set<String>> messages = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > MOST;
        }
    };

    SlackMethods(Set<String> channels, SlackRates rates, SlackConversations conversations, Ledger ledger, Clock clock) {
        this.channels = channels;
        this.rates = rates;
        this.conversations = conversations;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A message is there now. */
    synchronized void posted(String channelId, String ts) {
        messages.put(channelId + '/' + ts, new HashSet<>());
    }

    static boolean knows(String method) {
        return KNOWN.contains(method) || SlackConversations.METHODS.contains(method);
    }

    /** @param json whether the arguments came as JSON */
    synchronized Answer answer(String method, ObjectNode given, boolean json) {
        Duration wait = rates.call(method);
        if (!wait.isZero()) {
            ledger.refuse(429, "ratelimited");
            return SlackSimulator.limited(Answer.json(429, Map.of("ok", false, "error", "ratelimited")), wait);
        }
        ObjectNode arguments = json && FORM_ONLY.contains(method) ? given.objectNode() : given;
        return switch (method) {
            case "conversations.history", "conversations.replies" -> conversations.answer(method, arguments);
            case "users.lookupByEmail" -> user(arguments.path("email").asText(""));
            case "conversations.list" -> list(arguments);
            case "chat.postEphemeral" -> ephemeral(arguments);
            default -> onMessage(method, arguments);
        };
    }

    private Answer onMessage(String method, ObjectNode arguments) {
        String channel = arguments.path("channel").asText("");
        String ts = arguments.path(method.equals("reactions.add") ? "timestamp" : "ts").asText("");
        if (channels.stream().noneMatch(name -> SlackSimulator.channelId(name).equals(channel))) {
            return refused("channel_not_found");
        }
        Set<String> reactions = messages.get(channel + '/' + ts);
        if (reactions == null) {
            return refused("message_not_found");
        }
        return switch (method) {
            case "chat.update" -> {
                String error = SlackContent.error(arguments);
                if (error != null) {
                    yield refused(error);
                }
                ledger.always("update|" + ts, arguments.toString());
                Instant now = clock.instant();
                conversations.edited(channel, ts, arguments.path("text").asText(""), "%d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000));
                yield done(Map.of("channel", channel, "ts", ts, "text", arguments.path("text").asText("")));
            }
            case "chat.delete" -> {
                messages.remove(channel + '/' + ts);
                conversations.deleted(channel, ts);
                ledger.always("delete|" + ts, arguments.toString());
                yield done(Map.of("channel", channel, "ts", ts));
            }
            default -> react(arguments.path("name").asText(""), ts, reactions);
        };
    }

    private Answer react(String name, String ts, Set<String> reactions) {
        if (!name.matches("[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")) {
            return refused("invalid_name");
        }
        if (!reactions.add(name)) {
            return refused("already_reacted");
        }
        ledger.always("reaction|" + ts + '|' + name, name);
        return done(Map.of());
    }

    private Answer ephemeral(ObjectNode arguments) {
        String channel = arguments.path("channel").asText("").replaceFirst("^#", "");
        String error = !channels.contains(channel) && channels.stream().noneMatch(name -> SlackSimulator.channelId(name).equals(channel)) ? "channel_not_found"
                : !MEMBERS.containsValue(arguments.path("user").asText()) ? "user_not_in_channel" : SlackContent.error(arguments);
        if (error != null) {
            return refused(error);
        }
        ledger.always("ephemeral|" + Ledger.hash(arguments.toString()), arguments.toString());
        return done(Map.of("message_ts", "1760000000.000100"));
    }

    private Answer user(String email) {
        if (email.isEmpty()) {
            return refused("invalid_arguments");
        }
        String id = MEMBERS.get(email);
        return id == null ? refused("users_not_found")
                : done(Map.of("user", Map.of("id", id, "team_id", "T000", "name", email.replaceAll("@.*", ""), "deleted", false,
                        "profile", Map.of("email", email))));
    }

    private Answer list(ObjectNode arguments) {
        List<String> names = Stream.concat(new TreeSet<>(channels).stream(), Stream.of("private")).toList();
        String cursor = arguments.path("cursor").asText("");
        int from = cursor.isEmpty() ? 0 : cursor.matches("page:\\d{1,4}") ? Integer.parseInt(cursor.substring(5)) : -1;
        if (from < 0 || from >= names.size()) {
            return refused("invalid_cursor");
        }
        JsonNode limit = arguments.path("limit");
        int page = Math.min(PAGE, limit.asInt(100));
        if (page < 1 || limit.asInt(100) > 1000) {
            return refused("invalid_limit");
        }
        int to = Math.min(names.size(), from + page);
        return done(Map.of("channels", names.subList(from, to).stream().map(SlackMethods::channel).toList(),
                "response_metadata", Map.of("next_cursor", to < names.size() ? "page:" + to : "")));
    }

    private static Map<String, Object> channel(String name) {
        boolean hidden = name.equals("private");
        return Map.of("id", SlackSimulator.channelId(name), "name", name, "is_channel", !hidden, "is_private", hidden, "is_archived", false,
                "is_member", !hidden);
    }

    private static Answer done(Map<String, Object> more) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", true);
        answer.putAll(more);
        return Answer.json(200, answer);
    }

    private Answer refused(String error) {
        ledger.refuse(200, error);
        return Answer.json(200, Map.of("ok", false, "error", error));
    }
}
