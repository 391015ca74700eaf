package com.versaai.hub.delivery.record;

import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.provider.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of deliveries and their attempts. Every write returns only when it is durable. */
public class DeliveryRepository {

    private static final String INSERT = """
            insert into delivery (id, dead_letter_id, event_id, destination, action, event_type, subject, created_at,
                state, round, attempts, claimed_by, lease_until, next_attempt_at, fault_class, status, code, message, content, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?,   ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String UPDATE = """
            update delivery set state = ?, round = ?, attempts = ?, claimed_by = ?, lease_until = ?, next_attempt_at = ?,
                fault_class = ?, status = ?, code = ?, message = ?, content = ?, updated_at = ? where id = ? and attempts = ?""";
    private static final String CLAIM = """
            update delivery set state = 'claimed', round = ?, attempts = ?, claimed_by = ?, lease_until = ?, next_attempt_at = null,
                fault_class = null, status = null, code = null, message = null, content = null, updated_at = ?
            where id = ? and attempts = ? and (state in ('waiting', 'parked', 'queued', 'dead') or state = 'claimed' and claimed_by = ?)""";
    private static final String INSERT_ATTEMPT = """
            insert into attempt (delivery_id, attempt_number, round, started_at, duration_ms, outcome, status, code, message,
                answer, wait_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final GroupCommit commits;
    private final Clock clock;

    public DeliveryRepository(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        this.jdbc = jdbc;
        this.commits = commits;
        this.clock = clock;
    }

    /** What the table says of a delivery. */
    public record Row(DeliveryState state, int round, int attempts, String claimedBy, Instant leaseUntil, Instant createdAt) {
    }

    /** What a delivery becomes. */
    public record Outcome(DeliveryState state, int round, String claimedBy, Instant leaseUntil, Instant nextAttemptAt, Fault fault,
                   String content) {

        public static Outcome of(DeliveryState state, int round) {
            return new Outcome(state, round, null, null, null, null, null);
        }
    }

    /** The row of a delivery, null when it was never tried. Waits for an outcome that is being written. */
    public Row find(String id) {
        commits.settle(id);
        List<Row> rows = jdbc.query("select state, round, attempts, claimed_by, lease_until, created_at from delivery where id = ?",
                (row, n) -> new Row(DeliveryState.of(row.getString(1)), row.getInt(2), row.getInt(3), row.getString(4),
                        instant(row, 5), instant(row, 6)), id);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /**
     * When the first attempt began that the provider may have acted on; null when there was none.
     *
     * @param settledBy code of an attempt that an operator has decided about: what was before it counts no more
     */
    public Instant unclearSince(String id, String settledBy) {
        return jdbc.query("""
                select min(started_at) from attempt where delivery_id = ? and outcome = ? and (code is null or code <> ?) and attempt_number >
                    coalesce((select max(attempt_number) from attempt where delivery_id = ? and code = ?), 0)""",
                (row, n) -> instant(row, 1), id, DeliveryPass.UNCLEAR, settledBy, id, settledBy).get(0);
    }

    /**
     * Records an outcome with the attempts that led to it.
     *
     * @throws OptimisticLockingFailureException or a {@link DuplicateKeyException} when another pass has tried the delivery or an
     *                                           operator has acted on it since it was found: what that wrote stays
     */
    public void record(DeliveryPass delivery, Outcome outcome) {
        commits.commit(writes(delivery, outcome, attempts -> update(delivery, outcome, attempts)));
        recorded(delivery, outcome);
    }

    /**
     * The same, soon. The one thing to be done with the delivery afterwards is to acknowledge it.
     *
     * @param along written in the same transaction
     */
    public GroupCommit.Pending recordSoon(DeliveryPass delivery, Outcome outcome, List<Write> along) {
        List<Write> writes = writes(delivery, outcome, attempts -> update(delivery, outcome, attempts));
        writes.addAll(along);
        return commits.submit(delivery.delivery().id(), writes);
    }

    /**
     * Claims the delivery, unless somebody has claimed or tried it since it was found: the node that lost its partition while
     * it waited for its turn does not know that another works on the same record.
     *
     * @throws ClaimedElsewhereException when somebody has
     */
    public void claim(DeliveryPass delivery, String owner, Instant until) {
        Outcome claimed = new Outcome(DeliveryState.CLAIMED, delivery.delivery().round(), owner, until, null, null, null);
        Row found = delivery.row();
        try {
            commits.commit(writes(delivery, claimed, attempts -> new Write(true, CLAIM, claimed.round(), attempts, owner, until, clock.instant(),
                    delivery.delivery().id(), found.attempts(), owner)));
            recorded(delivery, claimed);
        } catch (OptimisticLockingFailureException | DuplicateKeyException e) {
            throw new ClaimedElsewhereException(delivery.delivery().id(), until);
        }
    }

    /** Has a claim end earlier, if it is still the one that was found. Its holder does not look at that. */
    public void shorten(String id, Instant found, Instant until) {
        jdbc.update("update delivery set lease_until = ? where id = ? and state = 'claimed' and lease_until = ?", Sql.time(until), id, Sql.time(found));
    }

    private List<Write> writes(DeliveryPass delivery, Outcome outcome, IntFunction<Write> change) {
        List<Write> writes = new ArrayList<>();
        int attempts = attempts(delivery);
        writes.add(delivery.row() == null ? insert(delivery.delivery(), outcome, attempts) : change.apply(attempts));
        delivery.attempts().forEach(attempt -> writes.add(attempt(delivery.delivery().id(), attempt)));
        return writes;
    }

    private void recorded(DeliveryPass delivery, Outcome outcome) {
        int attempts = attempts(delivery);
        delivery.attempts().clear();
        Instant created = delivery.row() == null ? clock.instant() : delivery.row().createdAt();
        delivery.found(new Row(outcome.state(), outcome.round(), attempts, outcome.claimedBy(), outcome.leaseUntil(), created));
    }

    private static int attempts(DeliveryPass delivery) {
        return (delivery.row() == null ? 0 : delivery.row().attempts()) + delivery.attempts().size();
    }

    Write attempt(String deliveryId, Attempt attempt) {
        return new Write(INSERT_ATTEMPT, deliveryId, attempt.number(), attempt.round(), attempt.startedAt(), attempt.durationMs(),
                attempt.outcome(), attempt.status(), cut(attempt.code(), 200), cut(attempt.message(), 2000),
                cut(attempt.answer(), 4000), attempt.waitMs());
    }

    private Write insert(Delivery delivery, Outcome outcome, int attempts) {
        Instant now = clock.instant();
        Fault fault = outcome.fault();
        // Its index is the dearest of all, and almost every delivery succeeds at once and never becomes a dead letter.
        String deadLetterId = outcome.state() == DeliveryState.DELIVERED ? null : delivery.deadLetterId();
        return new Write(INSERT, delivery.id(), deadLetterId, delivery.eventId(), delivery.destination(),
                delivery.action(), delivery.eventType(), cut(delivery.subject(), 300), now,
                outcome.state().column(), outcome.round(), attempts, outcome.claimedBy(), outcome.leaseUntil(),
                outcome.nextAttemptAt(), faultClass(fault), fault == null ? null : fault.status(),
                fault == null ? null : cut(fault.code(), 200), fault == null ? null : cut(fault.message(), 2000),
                outcome.content(), now);
    }

    private Write update(DeliveryPass delivery, Outcome outcome, int attempts) {
        Fault fault = outcome.fault();
        return new Write(true, UPDATE, outcome.state().column(), outcome.round(), attempts, outcome.claimedBy(), outcome.leaseUntil(),
                outcome.nextAttemptAt(), faultClass(fault), fault == null ? null : fault.status(),
                fault == null ? null : cut(fault.code(), 200), fault == null ? null : cut(fault.message(), 2000),
                outcome.content(), clock.instant(), delivery.delivery().id(), delivery.row().attempts());
    }

    private static String faultClass(Fault fault) {
        return fault == null ? null : fault.faultClass().name().toLowerCase(Locale.ROOT);
    }

    public static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** As the tables keep it. */
    static Instant toMicros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    public static String cut(String text, int most) {
        // PostgreSQL refuses NUL in text, and a provider's answer may hold anything.
        String clean = text == null ? null : text.replace('\0', '\uFFFD');
        return clean == null || clean.length() <= most ? clean : clean.substring(0, most - 1) + "…";
    }
}
