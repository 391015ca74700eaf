package com.versaai.hub.inbound.feed;

import com.versaai.hub.clock.ClockWatch;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of feeds, and what others say of them. Whoever has no lease any more stores nothing: another node has gone on from what was stored. */
final class FeedPositions {

    /** Renewed every few seconds; a node that is killed is followed by another within it. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final JdbcTemplate jdbc;
    private final ClockWatch clock;
    private final String node;

    /** @param node unique among all that share the database */
    FeedPositions(JdbcTemplate jdbc, ClockWatch clock, String node) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Where a feed is.
     *
     * @param position   null for nowhere yet
     * @param fromOldest whether the position was lost
     * @param storedAt   null where nothing was stored
     */
    record Place(String position, boolean fromOldest, Instant storedAt) {
    }

    /** Whether the feed is this node's for the next while: it was already, or is nobody's. */
    boolean lease(String feed) {
        try {
            if (jdbc.queryForObject("select count(*) from feed where name = ?", Integer.class, feed) == 0) {
                jdbc.update("insert into feed (name, from_oldest) values (?, false)", feed);
            }
        } catch (DuplicateKeyException e) {
            // Another node was quicker; who has it is decided below.
        }
        Instant end = clock.latest(LEASE);
        return jdbc.update("""
                update feed set held_by = ?, lease_until = ?
                where name = ? and (held_by = ? or held_by is null or lease_until < ? or lease_until > ?)""",
                node, at(end), feed, node, at(clock.forLeases(LEASE)), at(end.plus(ClockWatch.TOLERANCE))) > 0;
    }

    /** Of this node's own; another may take it at once. */
    void release(String feed) {
        jdbc.update("update feed set held_by = null, lease_until = null where name = ? and held_by = ?", feed, node);
    }

    Place place(String feed) {
        List<Place> found = jdbc.query("select position, from_oldest, stored_at from feed where name = ?", (row, i) -> new Place(row.getString(1),
                row.getBoolean(2), row.getTimestamp(3) == null ? null : row.getTimestamp(3).toInstant()), feed);
        return found.isEmpty() ? new Place(null, false, null) : found.get(0);
    }

    /** When the hub took in the last event of that source whose original id begins so; null for none since. */
    Instant lastEvent(String source, String begin, Instant since) {
        Timestamp last = jdbc.queryForObject("select max(accepted_at) from event where accepted_at > ? and source = ? and left(originid, ?) = ?",
                Timestamp.class, at(since), source, begin.length(), begin);
        return last == null ? null : last.toInstant();
    }

    /** @return false when the feed is another node's by now */
    boolean store(String feed, String position) {
        return jdbc.update("update feed set position = ?, from_oldest = false, stored_at = ? where name = ? and held_by = ?",
                position, at(clock.now()), feed, node) > 0;
    }

    /** @return false when the feed is another node's by now */
    boolean lost(String feed) {
        return jdbc.update("update feed set position = null, from_oldest = true where name = ? and held_by = ?", feed, node) > 0;
    }

    private static Timestamp at(Instant time) {
        return Timestamp.from(time);
    }
}
