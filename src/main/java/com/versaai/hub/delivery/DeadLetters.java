package com.versaai.hub.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dead letters: browse, edit, replay, discard. A replay that fails again is the same dead letter with more history. */
class DeadLetters {

    private static final String COLUMNS = """
            select dead_letter_id, id, event_id, destination, action, event_type, subject, round, attempts, fault_class, status,
                code, message, created_at, updated_at, content from delivery where state = 'dead'""";

    private final JdbcTemplate jdbc;
    private final GroupCommit commits;
    private final ReplayPublisher publisher;
    private final Topics topics;
    private final ObjectMapper json;
    private final Clock clock;

    DeadLetters(JdbcTemplate jdbc, GroupCommit commits, ReplayPublisher publisher, Topics topics, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.commits = commits;
        this.publisher = publisher;
        this.topics = topics;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Which dead letters; nulls match all.
     *
     * @param type       event type
     * @param faultClass permanent, in_doubt, transient, rate_limited
     * @param code       the provider's error code
     * @param olderThan  dead for at least so long
     * @param youngerThan dead for at most so long
     */
    record Filter(String destination, String type, String faultClass, String code, Duration olderThan, Duration youngerThan) {
    }

    /** One dead letter; {@code content} is what was to be delivered. */
    record DeadLetter(String id, String deliveryId, String eventId, String destination, String action, String type, String subject,
                      int round, int attempts, String faultClass, Integer status, String code, String message, Instant since,
                      Instant updatedAt, JsonNode content) {
    }

    /** The newest first. */
    List<DeadLetter> list(Filter filter, int limit, int offset) {
        Conditions conditions = conditions(filter);
        conditions.arguments.add(limit);
        conditions.arguments.add(offset);
        return jdbc.query(COLUMNS + conditions.sql + " order by updated_at desc, id limit ? offset ?", (row, n) -> letter(row),
                conditions.arguments.toArray());
    }

    /** How many match. */
    long count(Filter filter) {
        Conditions conditions = conditions(filter);
        Long count = jdbc.queryForObject("select count(*) from delivery where state = 'dead'" + conditions.sql, Long.class,
                conditions.arguments.toArray());
        return count == null ? 0 : count;
    }

    /** The one of that id (or delivery id), if it is dead. */
    Optional<DeadLetter> find(String id) {
        return jdbc.query(COLUMNS + " and (dead_letter_id = ? or id = ?)", (row, n) -> letter(row), id, id).stream().findFirst();
    }

    /**
     * Replaces what will be delivered when it is replayed.
     *
     * @return false when there is no such dead letter
     */
    boolean edit(String id, JsonNode payload, String operator) throws JsonProcessingException {
        Optional<DeadLetter> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        DeadLetter letter = found.get();
        String content = json.writeValueAsString(delivery(letter).withPayload(payload));
        commits.commit(List.of(
                new Write("update delivery set content = ?, attempts = attempts + 1, updated_at = ? where id = ? and state = 'dead'",
                        content, clock.instant(), letter.deliveryId),
                act(letter, "edited", operator)));
        return true;
    }

    /**
     * Sends it through delivery again. The act is written first, then published, then marked: a kill between any two
     * leaves at worst a second copy, which its round drops.
     *
     * @return false when there is no such dead letter
     */
    boolean replay(String id, String operator) throws JsonProcessingException {
        Optional<DeadLetter> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        DeadLetter letter = found.get();
        Delivery next = delivery(letter).inRound(letter.round + 1);
        commits.commit(List.of(
                new Write("update delivery set attempts = attempts + 1 where id = ? and state = 'dead'", letter.deliveryId),
                act(letter, "replayed", operator)));
        publish(letter, next);
        jdbc.update("update delivery set state = 'queued', round = ?, updated_at = ? where id = ? and state = 'dead' and round = ?",
                letter.round + 1, Sql.time(clock.instant()), letter.deliveryId, letter.round);
        return true;
    }

    /** Where it goes back to depends on the stage that failed. */
    private void publish(DeadLetter letter, Delivery next) throws JsonProcessingException {
        switch (letter.destination) {
            case DeadLetterBox.ROUTING ->
                publisher.publish(topics.ofEvent(letter.type), letter.subject, Map.of(), json.writeValueAsBytes(next.payload()));
            case DeadLetterBox.INBOX -> {
                StoredRequest request = json.treeToValue(next.payload(), StoredRequest.class);
                publisher.publish(Topics.INBOX, letter.subject, request.headers(), request.body());
            }
            default ->
                publisher.publish(Topics.ofDestination(letter.destination), letter.subject, Map.of(), json.writeValueAsBytes(next));
        }
    }

    /**
     * Gives it up for good.
     *
     * @return false when there is no such dead letter
     */
    boolean discard(String id, String operator) {
        Optional<DeadLetter> found = find(id);
        found.ifPresent(letter -> commits.commit(List.of(
                new Write("update delivery set state = 'discarded', attempts = attempts + 1, content = null, updated_at = ? where id = ? and state = 'dead'",
                        clock.instant(), letter.deliveryId),
                act(letter, "discarded", operator))));
        return found.isPresent();
    }

    private static Write act(DeadLetter letter, String what, String operator) {
        Instant now = Instant.now();
        return new Write("""
                insert into attempt (delivery_id, attempt_number, round, started_at, duration_ms, outcome, message)
                values (?, ?, ?, ?, 0, ?, ?)""", letter.deliveryId, letter.attempts + 1, letter.round, now, what,
                operator == null ? null : "by " + DeliveryStore.cut(operator, 100));
    }

    private Delivery delivery(DeadLetter letter) throws JsonProcessingException {
        if (letter.content == null || !letter.content.isObject()) {
            throw new NotReplayableException(letter.deliveryId);
        }
        return json.treeToValue(letter.content, Delivery.class);
    }

    private DeadLetter letter(java.sql.ResultSet row) throws java.sql.SQLException {
        return new DeadLetter(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6), row.getString(7), row.getInt(8), row.getInt(9), row.getString(10), row.getObject(11, Integer.class),
                row.getString(12), row.getString(13), DeliveryStore.instant(row, 14), DeliveryStore.instant(row, 15),
                tree(row.getString(16)));
    }

    private JsonNode tree(String content) {
        try {
            return content == null ? null : json.readTree(content);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(content); // an unreadable record, kept as it came
        }
    }

    private record Conditions(String sql, List<Object> arguments) {
    }

    private Conditions conditions(Filter filter) {
        StringBuilder sql = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        and(sql, arguments, "destination = ?", filter.destination);
        and(sql, arguments, "event_type = ?", filter.type);
        and(sql, arguments, "fault_class = ?", filter.faultClass);
        and(sql, arguments, "code = ?", filter.code);
        and(sql, arguments, "updated_at <= ?", filter.olderThan == null ? null : Sql.time(clock.instant().minus(filter.olderThan)));
        and(sql, arguments, "updated_at >= ?", filter.youngerThan == null ? null : Sql.time(clock.instant().minus(filter.youngerThan)));
        return new Conditions(sql.toString(), arguments);
    }

    private static void and(StringBuilder sql, List<Object> arguments, String condition, Object argument) {
        if (argument != null) {
            sql.append(" and ").append(condition);
            arguments.add(argument);
        }
    }
}
