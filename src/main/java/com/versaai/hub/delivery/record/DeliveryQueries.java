package com.versaai.hub.delivery.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looking at deliveries, dead ones too. A delivery that waits for its first attempt has no row yet. */
public class DeliveryQueries {

    private static final String COLUMNS = """
            select id, dead_letter_id, event_id, destination, action, event_type, subject, state, round, attempts, next_attempt_at,
                fault_class, status, code, message, created_at, updated_at, content from delivery where 1 = 1""";

    private final JdbcTemplate jdbc;

    DeliveryQueries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One row. */
    public record Found(String id, String deadLetterId, String eventId, String destination, String action, String type, String subject,
                 DeliveryState state, int round, int attempts, Instant nextAttemptAt, String faultClass, Integer status, String code,
                 String message, Instant createdAt, Instant updatedAt, String content) {
    }

    /**
     * Which deliveries; nulls match all.
     *
     * @param states  any of them
     * @param eventId hub id or the sender's
     * @param since   changed at or after
     * @param until   changed before
     */
    public record Filter(String destination, String type, List<DeliveryState> states, String faultClass, String code, String eventId,
                  Instant since, Instant until) {

        public static Filter dead(String destination, String type, String faultClass, String code, Instant since, Instant until) {
            return new Filter(destination, type, List.of(DeliveryState.DEAD), faultClass, code, null, since, until);
        }
    }

    /** The latest first. */
    public List<Found> list(Filter filter, int limit, int offset) {
        Conditions conditions = conditions(filter);
        conditions.arguments.add(limit);
        conditions.arguments.add(offset);
        return jdbc.query(COLUMNS + conditions.sql + " order by updated_at desc, id limit ? offset ?", (row, n) -> found(row),
                conditions.arguments.toArray());
    }

    /** All of one event. */
    public List<Found> ofEvent(String eventId) {
        return jdbc.query(COLUMNS + " and event_id = ? order by created_at, id limit 500", (row, n) -> found(row), eventId);
    }

    /** The one with that delivery id or dead letter id, null when there is none. Asked one by one: each question has its index. */
    public Found find(String id) {
        Found found = byId(id);
        return found != null ? found : one(" and dead_letter_id = ?", id);
    }

    /** The one with that delivery id, null when there is none. */
    public Found byId(String id) {
        return one(" and id = ?", id);
    }

    private Found one(String condition, String id) {
        List<Found> found = jdbc.query(COLUMNS + condition, (row, n) -> found(row), id);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Every attempt and operator's act, the first first. */
    public List<Attempt> attempts(String deliveryId) {
        return jdbc.query("""
                select attempt_number, round, started_at, duration_ms, outcome, status, code, message, answer, wait_ms from attempt
                where delivery_id = ? order by attempt_number""",
                (row, n) -> new Attempt(row.getInt(1), row.getInt(2), DeliveryRepository.instant(row, 3), row.getLong(4), row.getString(5),
                        row.getObject(6, Integer.class), row.getString(7), row.getString(8), row.getString(9),
                        row.getObject(10, Long.class)), deliveryId);
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                row.getString(7), DeliveryState.of(row.getString(8)), row.getInt(9), row.getInt(10), DeliveryRepository.instant(row, 11),
                row.getString(12), row.getObject(13, Integer.class), row.getString(14), row.getString(15),
                DeliveryRepository.instant(row, 16), DeliveryRepository.instant(row, 17), row.getString(18));
    }

    /** What follows {@code where 1 = 1} of a statement about deliveries, and its arguments. */
    public record Conditions(String sql, List<Object> arguments) {
    }

    public static Conditions conditions(Filter filter) {
        StringBuilder sql = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        and(sql, arguments, "destination = ?", filter.destination);
        and(sql, arguments, "event_type = ?", filter.type);
        and(sql, arguments, "fault_class = ?", filter.faultClass);
        and(sql, arguments, "code = ?", filter.code);
        and(sql, arguments, "updated_at >= ?", Sql.time(filter.since));
        and(sql, arguments, "updated_at < ?", Sql.time(filter.until));
        // A request that could not be mapped is no event of the hub's; its sender's id of it stands in the subject.
        and(sql, arguments, "(event_id = ? or event_id in (select id from event where originid = ?) or event_id = 'inbox' and subject = ?)", filter.eventId);
        if (filter.eventId != null) {
            arguments.add(filter.eventId);
            arguments.add(filter.eventId);
        }
        if (filter.states != null) {
            sql.append(" and state in (").append(String.join(", ", filter.states.stream().map(state -> "?").toList())).append(")");
            filter.states.forEach(state -> arguments.add(state.column()));
        }
        return new Conditions(sql.toString(), arguments);
    }

    private static void and(StringBuilder sql, List<Object> arguments, String condition, Object argument) {
        if (argument != null) {
            sql.append(" and ").append(condition);
            arguments.add(argument);
        }
    }
}
