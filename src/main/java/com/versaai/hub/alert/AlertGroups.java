package com.versaai.hub.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.alert.AlertGroup.Key;
import com.versaai.hub.alert.AlertLedger.Due;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Turns notices into alerts. Counting and what is to be said of it are one transaction, at one node at a time; what is to be
 * said is published afterwards and then struck off, so that a kill in between says it again under the same id, which the
 * delivery drops. Bean {@code alertGroups}.
 */
class AlertGroups {

    private static final int MOST_NOTICES = 1000;
    private static final int MOST_ROUNDS = 10;
    private static final int MOST_ALERTS = 50;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    /** An event is published or read a second time after a kill: within seconds, or when the hub is started again. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final String LEASED = "hub.alerts.leased";

    private final AlertSettings settings;
    private final AlertLedger ledger;
    private final AlertLinks links;
    private final Topics topics;
    private final ObjectMapper json;
    private final ClockWatch clock;
    private final Counter told;
    private Instant forgotten = Instant.EPOCH;

    AlertGroups(AlertSettings settings, AlertLedger ledger, AlertLinks links, Topics topics, ObjectMapper json, ClockWatch clock, MeterRegistry meters) {
        this.settings = settings;
        this.ledger = ledger;
        this.links = links;
        this.topics = topics;
        this.json = json;
        this.clock = clock;
        this.told = meters.counter("hub.alerts.told");
    }

    /** The records to publish for what is to be said now; an empty list when nothing is. */
    public List<Message> due(Exchange exchange) {
        List<Due> leased = due();
        exchange.setProperty(LEASED, leased);
        return leased.stream().map(alert -> KafkaRecords.record(exchange, topics.ofEvent("system.alert"), alert.service(),
                alert.content().getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** Kafka has them. */
    public void told(Exchange exchange) {
        for (Object alert : exchange.getProperty(LEASED, List.class)) {
            told((Due) alert);
        }
    }

    void told(Due alert) {
        ledger.told(alert);
        told.increment();
    }

    List<Due> due() {
        Instant now = clock.now();
        ledger.bringIn(now, settings.window());
        for (int round = 0; round < MOST_ROUNDS && ledger.waits(now); round++) {
            if (ledger.inTurn(() -> count(now)) == 0) {
                break; // windows are over, or another node is at it
            }
        }
        if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
            forgotten = now;
            ledger.forget(now.minus(REMEMBERED));
        }
        return ledger.lease(MOST_ALERTS, now, clock.forLeases(AlertLedger.LEASE));
    }

    private int count(Instant now) {
        Map<String, AlertGroup> groups = ledger.groups(settings.window());
        List<Alert> alerts = new ArrayList<>();
        // First, so that what comes after silence is the first of a new group.
        for (AlertGroup group : List.copyOf(groups.values())) {
            if (!group.row().to().isAfter(now)) {
                group.end(now).ifPresentOrElse(alerts::add, () -> {
                    groups.remove(group.key.id());
                    ledger.remove(group);
                });
            }
        }
        List<Notice> notices = ledger.notices(MOST_NOTICES);
        notices.forEach(notice -> group(groups, notice, now).take(notice).ifPresent(alerts::add));
        ledger.counted(notices, now);
        groups.values().stream().filter(AlertGroup::changed).forEach(ledger::save);
        alerts.forEach(alert -> ledger.owe(due(alert.event(links, now))));
        return notices.size();
    }

    /** Its own, or where there are too many already the one for all others. */
    private AlertGroup group(Map<String, AlertGroup> groups, Notice notice, Instant now) {
        Key key = Key.of(notice);
        if (!groups.containsKey(key.id())) {
            long ofService = groups.values().stream().filter(group -> group.key.service().equals(notice.service())).count();
            key = ofService >= settings.codes() ? Key.others(notice.service()) : key;
            key = groups.size() >= settings.groups() && !groups.containsKey(key.id()) ? Key.others(AlertGroup.OTHERS) : key;
        }
        Key found = key;
        return groups.computeIfAbsent(found.id(), unused -> AlertGroup.open(found, now, settings.window()));
    }

    private Due due(Event event) {
        try {
            return new Due(event.id(), event.subject(), json.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert is plain data", e);
        }
    }
}
