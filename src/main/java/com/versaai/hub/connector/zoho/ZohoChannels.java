package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;

/**
 * Bean {@code zohoChannels} of {@code zoho-channel-action}: what has to be done for a notification channel, and how it is. A channel ends
 * after a week at the latest, and Zoho then sends nothing more without a word. What is at Zoho is asked for each time: so it does not
 * matter which node looks, nor when it was started.
 */
public final class ZohoChannels {

    private static final Logger LOG = LoggerFactory.getLogger(ZohoChannels.class);
    private static final String ZOHO = "zoho";
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
    private static final String WANTED = "HubZohoChannel";

    private final Secrets settings;
    private final Function<String, List<String>> lists;
    private final FaultClassifier faults;
    private final Clock clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** @param lists reads a setting that holds several values */
    ZohoChannels(Secrets settings, Function<String, List<String>> lists, FaultClassifier faults, Clock clock) {
        this.settings = settings;
        this.lists = lists;
        this.faults = faults;
        this.clock = clock;
    }

    /**
     * How a channel is.
     *
     * @param until   when it ends; null where it isn't known
     * @param open    since when it has been tried to see to it, without success; null where the last look succeeded
     * @param refusal what Zoho said to that, null for nothing
     * @param sent    what was sent at the last renewal, without its time; null before the first of this process
     */
    private record State(Instant until, Instant open, String refusal, String sent) {

        static final State NEW = new State(null, null, null, null);

        State lookedAt(Instant now) {
            return new State(until, open == null ? now : open, refusal, sent);
        }

        State refused(String why) {
            return new State(until, open, why, sent);
        }

        /** Null where all is well, or may still be: a look takes its time. */
        String problem(Instant now) {
            boolean tried = open != null && (refusal != null || open.plus(LONGEST_LOOK).isBefore(now));
            return tried ? (refusal == null ? "no answer to a look" : refusal) + ", since " + open + "; see the log, route zoho-channel-keep"
                    : until != null && until.isBefore(now) ? "it has ended" : null;
        }
    }

    /** Whether that account's settings name an address of the hub for notifications. */
    public boolean wanted(String account) {
        return settings.has("hub.provider." + account + ".notify-url");
    }

    /** Sets the question for the channel. */
    public void ask(Exchange exchange, String account) {
        Instant now = clock.instant();
        states.compute(account, (one, before) -> (before == null ? State.NEW : before).lookedAt(now));
        ZohoChannel channel = ZohoChannel.of(settings, lists, account);
        exchange.setProperty(WANTED, channel);
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, "GET");
        message.setHeader(Exchange.HTTP_PATH, channel.path());
        message.setHeader(Exchange.HTTP_QUERY, "channel_id=" + channel.id());
        message.setBody(null);
    }

    /**
     * Takes an answer, and sets the next call or, with no method, that there is none.
     *
     * @throws ProviderException what Zoho refused
     */
    public void answered(Exchange exchange) {
        Message message = exchange.getMessage();
        ZohoChannel channel = exchange.getProperty(WANTED, ZohoChannel.class);
        String asked = message.getHeader(Exchange.HTTP_METHOD, String.class);
        message.removeHeader(Exchange.HTTP_METHOD);
        message.removeHeader(Exchange.HTTP_QUERY);
        Promised answer = Promised.answer(ZOHO, message);
        JsonNode first = answer.json().path("watch").path(0);
        String code = (first.isMissingNode() ? answer.json() : first).path("code").asText();
        if ("GET".equals(asked)) {
            refuse(channel, answer, answer.status() >= 300);
            seen(message, channel, answer);
        } else if ("PUT".equals(asked) && code.equals("NOT_SUBSCRIBED")) {
            LOG.info("Zoho channel {} of {} has ended: it is made anew", channel.id(), channel.account());
            call(message, "POST", channel);
        } else {
            refuse(channel, answer, answer.status() >= 300 || !code.equals("SUCCESS"));
            Instant until = earliest(first.path("details").path("events"));
            answer.require(until != null, "SUCCESS with the time until which each module is watched");
            states.put(channel.account(), new State(until, null, null, channel.fingerprint()));
            LOG.info("Zoho channel {} of {} lasts until {}", channel.id(), channel.account(), until);
        }
    }

    private void refuse(ZohoChannel channel, Promised answer, boolean refused) {
        if (refused) {
            Fault fault = faults.decode(ZOHO, answer.status(), Map.of(), answer.body());
            states.computeIfPresent(channel.account(), (one, before) -> before.refused(fault.code() + ": " + fault.message()));
            throw new ProviderException(ZOHO, fault);
        }
    }

    /** 204 without a body: there is none. */
    private void seen(Message message, ZohoChannel channel, Promised answer) {
        JsonNode watched = answer.json().path("watch");
        answer.require(answer.status() == 204 || watched.isArray(), "the channels there are");
        ArrayNode own = Payload.object().putArray("own");
        watched.forEach(one -> {
            if (one.path("channel_id").asText().equals(channel.id())) {
                own.add(one);
            }
        });
        State before = states.get(channel.account());
        Instant until = own.isEmpty() ? null : earliest(own);
        boolean asWanted = before != null && channel.fingerprint().equals(before.sent()) && until != null && all(own, channel);
        if (own.isEmpty()) {
            call(message, "POST", channel);
        } else if (!asWanted || until.isBefore(clock.instant().plus(channel.life().dividedBy(2)))) {
            // The first time as well: the token may be another since, and Zoho doesn't tell it.
            call(message, "PUT", channel);
        } else {
            states.put(channel.account(), new State(until, null, null, before.sent()));
        }
    }

    private static boolean all(JsonNode own, ZohoChannel channel) {
        Set<String> missing = new HashSet<>(channel.modules());
        boolean there = true;
        for (JsonNode one : own) {
            missing.remove(one.path("resource_name").asText());
            there &= one.path("notify_url").asText().equals(channel.notifyUrl());
        }
        return there && missing.isEmpty();
    }

    /** Null where not every one says when it ends. */
    private static Instant earliest(JsonNode modules) {
        Instant earliest = null;
        for (JsonNode one : modules) {
            try {
                Instant end = OffsetDateTime.parse(one.path("channel_expiry").asText()).toInstant();
                earliest = earliest == null || end.isBefore(earliest) ? end : earliest;
            } catch (DateTimeException e) {
                return null;
            }
        }
        return earliest;
    }

    private void call(Message message, String method, ZohoChannel channel) {
        ObjectNode body = Payload.object();
        body.putArray("watch").add(channel.described(clock.instant().plus(channel.life())));
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_PATH, channel.path());
        message.setBody(Payload.bytes(body));
    }

    Health health() {
        if (states.isEmpty()) {
            return Health.up().withDetail("channel", "off").build();
        }
        Instant now = clock.instant();
        Map<String, Object> told = new TreeMap<>();
        boolean well = true;
        for (Map.Entry<String, State> one : states.entrySet()) {
            Map<String, String> said = new TreeMap<>();
            State state = one.getValue();
            if (state.until() != null) {
                said.put("until", state.until().toString());
            }
            String problem = state.problem(now);
            if (problem != null) {
                said.put("problem", problem);
                well = false;
            }
            told.put(one.getKey(), said);
        }
        return (well ? Health.up() : Health.status("DEGRADED")).withDetails(told).build();
    }
}
