package com.versaai.hub.inbound.load;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.inbound.load.Load.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of first loads. Whoever has no lease any more writes nothing: another node has gone on from what was stored. */
public class Loads {

    /** Longer than a login, a page and Kafka's refusal take together; a load of a killed node stands still for that long. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final String COLUMNS = "select id, source, object, asked_by, state, position, taken, total, restarts, remark, created_at, updated_at from first_load";
    private static final String OURS = " where id = ? and claimed_by = ? and state = 'running'";
    private static final int LONGEST_REMARK = 500;
    private static final int LONGEST_NAME = 100;

    private final JdbcTemplate jdbc;
    private final ClockWatch clock;
    private final LoadSettings settings;
    private final String node;

    /** @param node unique among all that share the database */
    Loads(JdbcTemplate jdbc, ClockWatch clock, LoadSettings settings, String node) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
        this.node = node;
    }

    /** Nobody's mistake but the caller's; the message is for them. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @throws RefusedException where one of the same is open, or too many are */
    Load start(String source, String object, String by) {
        Integer open = jdbc.queryForObject("select count(*) from first_load where open_as is not null", Integer.class);
        if (open != null && open >= settings.open()) {
            throw new RefusedException("There are " + open + " loads already (hub.loads.open); wait until one has finished.");
        }
        String id = UUID.randomUUID().toString();
        Timestamp now = at(clock.now());
        try {
            jdbc.update("""
                    insert into first_load (id, source, object, asked_by, state, open_as, taken, restarts, created_at, updated_at)
                    values (?, ?, ?, ?, 'running', ?, 0, 0, ?, ?)""", id, source, object, cut(by, LONGEST_NAME), source + ' ' + object, now, now);
        } catch (DuplicateKeyException e) {
            throw new RefusedException(object + " of " + source + " is being loaded, or its load is stopped: resume that one.");
        }
        jdbc.update("""
                delete from first_load where open_as is null and id not in
                (select id from first_load where open_as is null order by updated_at desc, id limit ?)""", settings.kept());
        return find(id);
    }

    /** The load, null when there is none. */
    Load find(String id) {
        return jdbc.query(COLUMNS + " where id = ?", (row, n) -> load(row), id).stream().findFirst().orElse(null);
    }

    /** All that are remembered, the latest first. */
    List<Load> list() {
        return jdbc.query(COLUMNS + " order by created_at desc, id", (row, n) -> load(row));
    }

    /** Those that run or are stopped. */
    public List<LoadView> open() {
        return jdbc.query(COLUMNS + " where open_as is not null order by created_at, id", (row, n) -> LoadView.of(load(row)));
    }

    /** Ends with the record it is at, and can go on; null when there is no such load. */
    Load stop(String id) {
        return turned(id, State.STOPPED, "update first_load set state = 'stopped', updated_at = ? where id = ? and state = 'running'");
    }

    /** Goes on where it was; null when there is no such load. */
    Load resume(String id) {
        return turned(id, State.RUNNING, "update first_load set state = 'running', remark = null, updated_at = ? where id = ? and state = 'stopped'");
    }

    private Load turned(String id, State wanted, String change) {
        jdbc.update(change, at(clock.now()), id);
        Load load = find(id);
        if (load != null && load.state() != wanted) {
            throw new RefusedException("This load has ended.");
        }
        return load;
    }

    /** Those that are this node's for the next while: they were already, or are nobody's. */
    List<Load> lease() {
        Instant end = clock.latest(LEASE);
        Timestamp over = at(clock.forLeases(LEASE));
        Timestamp tooFar = at(end.plus(ClockWatch.TOLERANCE));
        List<Load> running = jdbc.query(COLUMNS + " where state = 'running' and (claimed_by is null or claimed_by = ? or lease_until < ? or lease_until > ?)"
                + " order by created_at, id", (row, n) -> load(row), node, over, tooFar);
        return running.stream().filter(load -> jdbc.update("""
                update first_load set claimed_by = ?, lease_until = ? where id = ? and state = 'running'
                and (claimed_by is null or claimed_by = ? or lease_until < ? or lease_until > ?)""",
                node, at(end), load.id(), node, over, tooFar) == 1).map(load -> find(load.id())).filter(load -> load != null).toList();
    }

    /** Whether it goes on, here. */
    boolean isOurs(Load load) {
        return !jdbc.queryForList("select id from first_load" + OURS, String.class, load.id(), node).isEmpty();
    }

    /** Kafka has these. @return false where it doesn't go on here */
    boolean store(Load load, String position, int taken, Long total) {
        return jdbc.update("update first_load set position = ?, taken = taken + ?, total = coalesce(?, total), remark = null, lease_until = ?, updated_at = ?" + OURS,
                position, taken, total, at(clock.latest(LEASE)), at(clock.now()), load.id(), node) == 1;
    }

    /** That was all. */
    void finished(Load load) {
        ended(load, State.FINISHED, null);
    }

    void failed(Load load, String why) {
        ended(load, State.FAILED, why);
    }

    private void ended(Load load, State state, String why) {
        jdbc.update("update first_load set state = ?, open_as = null, remark = ?, claimed_by = null, lease_until = null, updated_at = ?" + OURS,
                state.lowerCase(), cut(why, LONGEST_REMARK), at(clock.now()), load.id(), node);
    }

    /** From the beginning: what comes again has its id. */
    void anew(Load load, String why) {
        jdbc.update("update first_load set position = null, taken = 0, total = null, restarts = restarts + 1, remark = ?, updated_at = ?" + OURS,
                cut(why, LONGEST_REMARK), at(clock.now()), load.id(), node);
    }

    /** Why nothing moves. */
    void waits(Load load, String why) {
        String remark = cut(why, LONGEST_REMARK);
        jdbc.update("update first_load set remark = ?" + OURS + " and (remark is null or remark <> ?)", remark, load.id(), node, remark);
    }

    /** Another node may go on at once. */
    void release() {
        jdbc.update("update first_load set claimed_by = null, lease_until = null where claimed_by = ?", node);
    }

    private static Load load(ResultSet row) throws SQLException {
        long said = row.getLong(8);
        Long total = row.wasNull() ? null : said;
        return new Load(row.getString(1), row.getString(2), row.getString(3), row.getString(4), State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6), row.getLong(7), total, row.getInt(9), row.getString(10), row.getTimestamp(11).toInstant(),
                row.getTimestamp(12).toInstant());
    }

    private static String cut(String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    private static Timestamp at(Instant time) {
        return Timestamp.from(time);
    }
}
