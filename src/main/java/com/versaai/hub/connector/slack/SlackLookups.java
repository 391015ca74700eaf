package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code slackLookups}: a user by e-mail address, a channel by name. Slack allows 50 and 20 such calls a minute, so that what is found is remembered
 * for a while; that somebody isn't there is remembered for a shorter one. Addresses are kept in memory only.
 */
public final class SlackLookups {

    private static final String WANTED = "hubSlackWanted";
    /** There while a call is to be made. */
    private static final String CURSOR = "hubSlackCursor";
    private static final String PAGES = "hubSlackPages";
    /** Of 200 channels each, as many as Slack allows in a minute. */
    private static final int MOST_PAGES = 20;

    private final FaultClassifier faults;
    private final Cache<String, JsonNode> found = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(30)).build();
    private final Cache<String, Boolean> missing = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

    SlackLookups(FaultClassifier faults) {
        this.faults = faults;
    }

    /** Sets the call, unless the answer is known: then the body is the user, and there is no cursor. */
    public void user(Exchange exchange, String account) {
        String email = text(exchange, "email", "[^@\\s]{1,120}@[^@\\s]{1,134}").toLowerCase(Locale.ROOT);
        begin(exchange, account + "/user/" + email, "users.lookupByEmail", "email=" + Payload.encoded(email));
    }

    /** Sets the call for the first page, unless the answer is known. */
    public void channel(Exchange exchange, String account) {
        String name = text(exchange, "name", "#?[\\p{L}\\p{N}_-]{1,80}").toLowerCase(Locale.ROOT);
        begin(exchange, account + "/channel/" + (name.startsWith("#") ? name.substring(1) : name), "conversations.list", page(""));
    }

    private void begin(Exchange exchange, String wanted, String method, String query) {
        Message message = exchange.getMessage();
        exchange.removeProperty(CURSOR);
        exchange.removeProperty(PAGES);
        JsonNode known = found.getIfPresent(wanted);
        if (known != null) {
            message.setBody(Payload.bytes(known));
            return;
        }
        if (missing.getIfPresent(wanted) != null) {
            throw nobody(wanted);
        }
        exchange.setProperty(WANTED, wanted);
        exchange.setProperty(CURSOR, "");
        message.setHeader(Exchange.HTTP_PATH, method);
        message.setHeader(Exchange.HTTP_QUERY, query);
        message.setBody(null);
    }

    private static String page(String cursor) {
        return "exclude_archived=true&types=public_channel,private_channel&limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + Payload.encoded(cursor));
    }

    /** The body becomes the user. */
    public void foundUser(Exchange exchange) {
        Promised answer = answer(exchange);
        String wanted = exchange.getProperty(WANTED, String.class);
        exchange.removeProperty(CURSOR);
        if (answer.json().path("error").asText().equals("users_not_found")) {
            missing.put(wanted, true);
            throw nobody(wanted);
        }
        JsonNode user = answer.json().path("user");
        answer.requireJson(answer.isTrue("ok") && user.path("id").isTextual(), "ok:true with a user", 200);
        keep(exchange, wanted, user);
    }

    /** The body becomes the channel, where it is on this page; else the next page is set. */
    public void foundChannel(Exchange exchange) {
        Promised answer = answer(exchange);
        String wanted = exchange.getProperty(WANTED, String.class);
        JsonNode channels = answer.json().path("channels");
        answer.requireJson(answer.isTrue("ok") && channels.isArray(), "ok:true with channels", 200);
        for (JsonNode channel : channels) {
            if (wanted.endsWith("/channel/" + channel.path("name").asText()) && channel.path("id").isTextual()) {
                exchange.removeProperty(CURSOR);
                keep(exchange, wanted, channel);
                return;
            }
        }
        int pages = exchange.getProperty(PAGES, 1, Integer.class);
        String cursor = answer.json().at("/response_metadata/next_cursor").asText("");
        if (cursor.isEmpty()) {
            exchange.removeProperty(CURSOR);
            missing.put(wanted, true);
            throw nobody(wanted);
        }
        if (pages >= MOST_PAGES) {
            throw Payload.invalid("slack", "the channel is not among the first " + MOST_PAGES + " pages: give its id instead");
        }
        exchange.setProperty(PAGES, pages + 1);
        exchange.setProperty(CURSOR, cursor);
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, "conversations.list");
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, page(cursor));
        exchange.getMessage().setBody(null);
    }

    private Promised answer(Exchange exchange) {
        Promised answer = Promised.answer("slack", exchange.getMessage());
        SlackOperations.refused(answer, Set.of("users_not_found"), faults);
        return answer;
    }

    private void keep(Exchange exchange, String wanted, JsonNode what) {
        found.put(wanted, what);
        exchange.getMessage().setBody(Payload.bytes(what));
    }

    private static String text(Exchange exchange, String name, String pattern) {
        ObjectNode asked = Payload.of("slack", exchange.getMessage());
        JsonNode value = asked.path(name);
        if (!value.isTextual() || !value.asText().matches(pattern)) {
            throw Payload.invalid("slack", "the body needs " + name);
        }
        return value.asText();
    }

    /** Without the address, which is somebody's. */
    private static ProviderException nobody(String wanted) {
        boolean user = wanted.contains("/user/");
        return new ProviderException("slack", new Fault(FaultClass.PERMANENT, null,
                user ? "users_not_found" : "channel_not_found",
                user ? "no member of the workspace has this e-mail address" : "the bot sees no channel of this name: invite it, or give the channel's id",
                null, null));
    }
}
