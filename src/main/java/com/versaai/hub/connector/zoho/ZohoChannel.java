package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;

/**
 * One account's notification channel as its settings want it.
 *
 * @param path      where channels are made
 * @param events    {@code Leads.all} and the like
 * @param token     what Zoho repeats in each notification: a secret
 * @param life      how long it is asked for
 */
record ZohoChannel(String account, String path, String id, List<String> events, String notifyUrl, String token, Duration life) {

    private static final int LONGEST_TOKEN = 50;
    private static final Duration LONGEST_LIFE = Duration.ofDays(7);
    /** Zoho takes no Z for UTC. */
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    /**
     * As an account's settings say.
     *
     * @param lists reads a setting that holds several values
     * @throws MissingPropertyException naming the setting that is missing or wrong
     */
    static ZohoChannel of(Secrets settings, Function<String, List<String>> lists, String account) {
        String own = "hub.provider." + account + '.';
        String life = setting(settings, own + "channel-life", "6d", "[\\w.]+");
        return new ZohoChannel(account, "crm/" + setting(settings, own + "api-version", "v8", "v\\d+(\\.\\d+)?") + "/actions/watch",
                setting(settings, own + "channel-id", "1000000068001", "[1-9]\\d{0,17}"),
                Arrays.stream(setting(settings, own + "channel-events", "Leads.all,Contacts.all,Deals.all,Cases.all",
                        "\\s*[A-Za-z]\\w*\\.(create|edit|delete|all)(\\s*,\\s*[A-Za-z]\\w*\\.(create|edit|delete|all))*\\s*").split(",")).map(String::strip).toList(),
                settings.url(own + "notify-url", "").toString(), token(own + "webhook-secrets", lists), life(own + "channel-life", life));
    }

    private static String setting(Secrets settings, String property, String usual, String pattern) {
        String value = settings.has(property) ? settings.value(property).strip() : usual;
        if (!value.matches(pattern)) {
            throw new MissingPropertyException("property " + property + " must match " + pattern);
        }
        return value;
    }

    private static Duration life(String property, String said) {
        try {
            Duration life = DurationStyle.detectAndParse(said);
            if (life.compareTo(Duration.ofHours(1)) >= 0 && life.compareTo(LONGEST_LIFE) <= 0) {
                return life;
            }
        } catch (IllegalArgumentException e) {
            // as for one that is too long
        }
        throw new MissingPropertyException("property " + property + " is no time from 1h to 7d");
    }

    /** The first of several, which is the one that is to count from now on. */
    private static String token(String property, Function<String, List<String>> lists) {
        String token = lists.apply(property).stream().findFirst().orElse("").strip();
        if (token.isEmpty()) {
            throw new MissingPropertyException("property " + property + " is not set");
        }
        if (token.length() > LONGEST_TOKEN || token.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw new MissingPropertyException("property " + property + ": Zoho takes a token of at most " + LONGEST_TOKEN + " printable characters");
        }
        return token;
    }

    Set<String> modules() {
        return events.stream().map(event -> event.substring(0, event.indexOf('.'))).collect(Collectors.toSet());
    }

    /** As Zoho is told it. */
    ObjectNode described(Instant until) {
        ObjectNode one = Payload.object();
        one.put("channel_id", id);
        ArrayNode list = one.putArray("events");
        events.forEach(list::add);
        return one.put("channel_expiry", WITH_OFFSET.format(until)).put("token", token).put("notify_url", notifyUrl).put("return_affected_field_values", false);
    }

    /** Equal where the same is sent; nothing that a log may not show. */
    String fingerprint() {
        return Integer.toHexString(described(Instant.EPOCH).toString().hashCode());
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ZohoChannel[" + account + ' ' + id + ' ' + events + ']';
    }
}
