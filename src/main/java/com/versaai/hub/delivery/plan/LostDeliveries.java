package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.plan.DeliveryPlan.Decision;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.delivery.record.FailureEvents;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.Positions.Gap;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Deliveries that were planned and whose records Kafka has no more: they become dead letters, {@value #LOST}, instead of being pending for ever.
 * There is nothing left to replay. Their round is before the first, so that the same event sent again delivers them.
 */
final class LostDeliveries {

    static final String LOST = "lost";

    private static final Logger LOG = LoggerFactory.getLogger(LostDeliveries.class);
    private static final Duration LONGEST_READING = Duration.ofMinutes(2);
    private static final int STEP = 500;
    private static final int BEFORE_THE_FIRST = -1;
    private static final Fault FAULT = new Fault(FaultClass.PERMANENT, null, LOST,
            "Kafka has lost it before it was worked on: its retention, or a power cut. Send the event again under the same id, or discard this", null, null);
    private static final String PAGE = """
            select e.id, e.type, e.subject, e.correlationid, e.tenant, r.decisions, r.route_id from routing r join event e on e.id = r.event_id
            where r.outcome = 'routed' and (r.event_id > ? or r.event_id = ? and r.route_id > ?) order by r.event_id, r.route_id limit 500""";
    private static final String INSERT = """
            insert into delivery (id, dead_letter_id, event_id, destination, action, event_type, subject, created_at, state, round, attempts, fault_class,
                code, message, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, 'dead', ?, 1, ?, ?, ?, ?)""";
    private static final String INSERT_ATTEMPT = """
            insert into attempt (delivery_id, attempt_number, round, started_at, duration_ms, outcome, code, message) values (?, 1, ?, ?, 0, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final GroupCommit commits;
    private final ObjectMapper json;
    private final EventPublisher events;
    private final Clock clock;

    LostDeliveries(JdbcTemplate jdbc, GroupCommit commits, ObjectMapper json, EventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.commits = commits;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** The same for what was found missing at the start. What fails is told: the hub has started and goes on. */
    void settleAfter(List<Gap> gaps, TopicReader reader) {
        Set<String> destinations = new TreeSet<>();
        for (Gap gap : gaps) {
            String topic = gap.partition().topic();
            String destination = topic.substring(Math.min(topic.length(), Topics.ofDestination("").length()));
            if (gap.unread() > 0 && topic.equals(Topics.ofDestination(destination)) && gap.group().equals("hub." + destination + "-deliver")) {
                destinations.add(destination);
            }
        }
        try {
            settle(destinations, names -> new HashSet<>(reader.read(names.stream().map(Topics::ofDestination).toList(), Instant.EPOCH, this::id,
                    Integer.MAX_VALUE, LONGEST_READING)));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("Lost deliveries to {} could not all be settled and stay pending: {}", destinations, e.toString());
        }
    }

    private String id(byte[] delivery) {
        try {
            return json.readTree(delivery).path("id").textValue();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Looks for them and settles them.
     *
     * @param destinations whose queues have lost records
     * @param waiting      ids of what still lies in those queues
     * @return how many there were
     */
    int settle(Collection<String> destinations, Function<Collection<String>, Set<String>> waiting) throws JsonProcessingException {
        if (destinations.isEmpty()) {
            return 0;
        }
        Map<String, Delivery> lost = untried(Set.copyOf(destinations));
        // Asked last: what was planned meanwhile lies there. A queue not read to its end does no harm either: such a letter's round passes.
        if (!lost.isEmpty()) {
            lost.keySet().removeAll(waiting.apply(destinations));
        }
        int number = 0;
        for (Delivery delivery : lost.values()) {
            number += settle(delivery) ? 1 : 0;
        }
        if (number > 0) {
            LOG.error("{} deliveries to {} are lost: Kafka has their records no more. They are dead letters now, code {}", number,
                    String.join(", ", destinations), LOST);
        }
        return number;
    }

    private boolean settle(Delivery lost) throws JsonProcessingException {
        Instant now = clock.instant();
        String failed = FAULT.faultClass().name().toLowerCase(Locale.ROOT);
        try {
            commits.commit(List.of(new Write(INSERT, lost.id(), lost.deadLetterId(), lost.eventId(), lost.destination(), lost.action(), lost.eventType(),
                            lost.subject(), now, BEFORE_THE_FIRST, failed, FAULT.code(), FAULT.message(), now),
                    new Write(INSERT_ATTEMPT, lost.id(), BEFORE_THE_FIRST, now, failed, FAULT.code(), FAULT.message())));
        } catch (DuplicateKeyException e) {
            // Worked on meanwhile, or another node was faster.
            return false;
        }
        for (Event event : FailureEvents.of(lost, BEFORE_THE_FIRST, FAULT, 0, now).stream().toList()) {
            events.publish(event);
        }
        return true;
    }

    /** Those without a row. By pages: a history may hold millions. */
    private Map<String, Delivery> untried(Set<String> destinations) {
        Map<String, Delivery> untried = new HashMap<>();
        String[] last = {"", ""};
        int[] rows = {STEP};
        while (rows[0] == STEP) {
            Map<String, Delivery> page = new HashMap<>();
            rows[0] = 0;
            jdbc.query(PAGE, row -> {
                rows[0]++;
                last[0] = row.getString(1);
                last[1] = row.getString(7);
                for (Decision decision : decisions(row.getString(6))) {
                    if (decision.deliveryId() != null && destinations.contains(decision.destination())) {
                        page.put(decision.deliveryId(), new Delivery(decision.deliveryId(), decision.destination(), decision.action(), row.getString(1),
                                row.getString(2), row.getString(3), null, row.getString(4), row.getString(5), null, BEFORE_THE_FIRST, null, null, null));
                    }
                }
            }, last[0], last[0], last[1]);
            page.keySet().removeAll(tried(page.keySet()));
            untried.putAll(page);
        }
        return untried;
    }

    private List<String> tried(Set<String> ids) {
        return ids.isEmpty() ? List.of() : jdbc.queryForList("select id from delivery where id in ("
                + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")", String.class, ids.toArray());
    }

    private List<Decision> decisions(String text) {
        try {
            return json.readValue(text, new TypeReference<>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the history holds decisions that are not JSON", e);
        }
    }
}
