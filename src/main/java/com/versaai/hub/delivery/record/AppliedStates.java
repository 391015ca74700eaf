package com.versaai.hub.delivery.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.event.EventId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Of each object with a state at a destination, what was applied last. Deliveries of one subject come in order, but one that was parked
 * or replayed comes after younger ones, and so does an event that its sender sends late.
 */
public class AppliedStates {

    private static final String INSERT = """
            insert into applied_state (id, event_at, first_tried, said_at, event_id, applied_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String UPDATE = """
            update applied_state set event_at = ?, first_tried = ?, said_at = ?, event_id = ?, applied_at = ?
            where id = ? and case when said_at > event_at and cast(? as boolean) then said_at < ? or said_at = ? and first_tried <= ?
                else event_at < ? or event_at = ? and first_tried <= ? end""";
    /** Of this node, until the database has them: an outcome is written while the next delivery is looked at already. */
    private static final int JUST_APPLIED = 10_000;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Cache<String, Applied> justApplied = Caffeine.newBuilder().maximumSize(JUST_APPLIED).build();

    public AppliedStates(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What was applied.
     *
     * @param eventAt    when it happened, by its sender's clock, but never later than the hub first tried to deliver it: a clock that is
     *                   ahead must not hold up what comes later
     * @param firstTried by the hub's clock
     * @param saidAt     as its sender said; null where that was not kept
     */
    public record Applied(Instant eventAt, Instant firstTried, Instant saidAt, String eventId) implements Comparable<Applied> {

        /** Two from a clock that is ahead are told apart by that clock. */
        @Override
        public int compareTo(Applied other) {
            boolean bySender = isAhead() && other.isAhead();
            return (bySender ? Comparator.comparing(Applied::saidAt) : Comparator.comparing(Applied::eventAt))
                    .thenComparing(Applied::firstTried).compare(this, other);
        }

        boolean isAhead() {
            return saidAt != null && saidAt.isAfter(eventAt);
        }
    }

    /** What was applied to the delivery's object by another event that is younger; empty when it may be applied. */
    public Optional<Applied> youngerThan(DeliveryPass delivery) {
        Applied wanted = of(delivery);
        return known(id(delivery.delivery())).filter(applied -> !applied.eventId.equals(wanted.eventId) && applied.compareTo(wanted) > 0);
    }

    private Optional<Applied> known(String id) {
        Applied just = justApplied.getIfPresent(id);
        List<Applied> rows = jdbc.query("select event_at, first_tried, said_at, event_id from applied_state where id = ?",
                (row, n) -> new Applied(DeliveryRepository.instant(row, 1), DeliveryRepository.instant(row, 2), DeliveryRepository.instant(row, 3),
                        row.getString(4)), id);
        return rows.isEmpty() || just != null && just.compareTo(rows.get(0)) > 0 ? Optional.ofNullable(just) : Optional.of(rows.get(0));
    }

    /** The writes that go with the delivery's outcome, when it was applied. */
    public List<Write> applied(DeliveryPass delivery) {
        Applied now = of(delivery);
        String id = id(delivery.delivery());
        justApplied.asMap().merge(id, now, (before, after) -> before.compareTo(after) > 0 ? before : after);
        Instant at = clock.instant();
        return List.of(new Write(INSERT, id, now.eventAt, now.firstTried, now.saidAt, now.eventId, at),
                new Write(UPDATE, now.eventAt, now.firstTried, now.saidAt, now.eventId, at, id, now.isAhead(), now.saidAt, now.saidAt, now.firstTried,
                        now.eventAt, now.eventAt, now.firstTried));
    }

    private Applied of(DeliveryPass pass) {
        Instant firstTried = DeliveryRepository.toMicros(pass.row() == null ? clock.instant() : pass.row().createdAt());
        Instant time = pass.delivery().eventTime();
        Instant said = time == null ? firstTried : DeliveryRepository.toMicros(time);
        return new Applied(said.isAfter(firstTried) ? firstTried : said, firstTried, said, pass.delivery().eventId());
    }

    private static String id(Delivery delivery) {
        return EventId.name(delivery.destination() + '/' + delivery.object() + '/' + delivery.key());
    }
}
