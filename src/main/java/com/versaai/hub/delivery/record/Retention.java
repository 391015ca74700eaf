package com.versaai.hub.delivery.record;

import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.storage.DatabaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Forgets old history, and younger while the database is too large; what is still open (parked, queued, dead) is kept however
 * old. In small steps, each a transaction of its own: a large one would hold up every outcome meanwhile. Bean {@code retention}.
 */
class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final int SLICES = 50;
    /** What is left then is for the next time. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String OLD_DELIVERIES = """
            select id from delivery where updated_at < ? and state in ('delivered', 'discarded', 'superseded') order by updated_at limit ?""";
    private static final String OLD_EVENTS = """
            select id from event where accepted_at < ? and not exists (select 1 from delivery where delivery.event_id = event.id
                and delivery.state not in ('delivered', 'discarded', 'superseded')) order by accepted_at limit ?""";
    /** What an object's state is of: as long as a dead letter may wait for its replay, and longer. */
    private static final Duration STATES_KEPT = Duration.ofDays(400);
    private static final String OLD_STATES = "select id from applied_state where applied_at < ? order by applied_at limit ?";
    private static final String OLD_RECEIPTS = "select location from receipt where received_at < ? order by received_at limit ?";

    /** Keys of calls that somebody waited for, whatever became of them. */
    private static final String OLD_CALLS = "select id from direct_call where created_at < ? order by created_at limit ?";

    private final DeliveryProperties settings;
    private final DatabaseSettings limits;
    private final LongSupplier rows;
    private final JdbcTemplate jdbc;
    private final Clock clock;
    private boolean tooSmall;

    /** @param rows bytes that the tables take; 0 where that cannot be told */
    Retention(DeliveryProperties settings, DatabaseSettings limits, LongSupplier rows, JdbcTemplate jdbc, Clock clock) {
        this.settings = settings;
        this.limits = limits;
        this.rows = rows;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Deletes what is older than {@code hub.delivery.history}, then, if need be, the oldest until the size is kept. */
    public synchronized void purge() {
        long until = System.nanoTime() + LONGEST.toNanos();
        Instant aged = clock.instant().minus(settings.history());
        Map<String, Integer> forgotten = new LinkedHashMap<>();
        forget(aged, until, forgotten);
        Instant before = isTooLarge() ? shrink(until, forgotten) : aged;
        if (forgotten.values().stream().anyMatch(count -> count > 0)) {
            LOG.info("History before {} forgotten: {}", before.isBefore(aged) ? aged : before, forgotten);
        }
    }

    private boolean isTooLarge() {
        return rows.getAsLong() > limits.maxRows();
    }

    /** From the oldest on, up to what duplicates are recognised by; the moment before which all is forgotten. */
    private Instant shrink(long until, Map<String, Integer> forgotten) {
        Instant floor = clock.instant().minus(limits.keep());
        Instant before = oldest(floor);
        Duration slice = Duration.between(before, floor).dividedBy(SLICES).plusSeconds(1);
        while (before.isBefore(floor) && isTooLarge() && System.nanoTime() < until) {
            before = before.plus(slice).isBefore(floor) ? before.plus(slice) : floor;
            forget(before, until, forgotten);
        }
        boolean stillTooLarge = !before.isBefore(floor) && isTooLarge();
        if (stillTooLarge && !tooSmall) {
            LOG.warn("The database is larger than hub.database.max-size ({} MB) with nothing left in it that is settled and older than "
                    + "hub.database.keep ({} h): raise the first, or lower the second and recognise duplicates for a shorter time",
                    limits.maxSize().toMegabytes(), limits.keep().toHours());
        }
        tooSmall = stillTooLarge;
        return before;
    }

    private Instant oldest(Instant atMost) {
        return Stream.of("select min(updated_at) from delivery where state in ('delivered', 'discarded', 'superseded')",
                        "select min(accepted_at) from event", "select min(received_at) from receipt")
                .map(sql -> jdbc.queryForObject(sql, OffsetDateTime.class))
                .map(time -> time == null ? atMost : time.toInstant())
                .min(Instant::compareTo).filter(atMost::isAfter).orElse(atMost);
    }

    private void forget(Instant before, long until, Map<String, Integer> forgotten) {
        List<Object> keys;
        do {
            keys = keys(OLD_DELIVERIES, before);
            delete("attempt", "delivery_id", keys, forgotten);
            delete("delivery", "id", keys, forgotten);
        } while (keys.size() == BATCH && System.nanoTime() < until);
        do {
            keys = keys(OLD_EVENTS, before);
            delete("routing", "event_id", keys, forgotten);
            delete("event", "id", keys, forgotten);
        } while (keys.size() == BATCH && System.nanoTime() < until);
        do {
            keys = keys(OLD_RECEIPTS, before);
            delete("receipt", "location", keys, forgotten);
        } while (keys.size() == BATCH && System.nanoTime() < until);
        do {
            keys = keys(OLD_CALLS, before);
            delete("direct_call", "id", keys, forgotten);
        } while (keys.size() == BATCH && System.nanoTime() < until);
        do {
            keys = keys(OLD_STATES, clock.instant().minus(STATES_KEPT));
            delete("applied_state", "id", keys, forgotten);
        } while (keys.size() == BATCH && System.nanoTime() < until);
    }

    private List<Object> keys(String sql, Instant before) {
        return jdbc.queryForList(sql, Object.class, Sql.time(before), BATCH);
    }

    private void delete(String table, String column, List<Object> keys, Map<String, Integer> forgotten) {
        int deleted = keys.isEmpty() ? 0 : jdbc.update("delete from " + table + " where " + column + " in ("
                + String.join(", ", Collections.nCopies(keys.size(), "?")) + ")", keys.toArray());
        forgotten.merge(table, deleted, Integer::sum);
    }
}
