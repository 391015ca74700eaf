package com.versaai.hub.alert;

import com.versaai.hub.alert.AlertGroup.Key;
import com.versaai.hub.alert.AlertGroup.Row;
import com.versaai.hub.alert.Notice.Kind;
import com.versaai.hub.clock.ClockWatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of alerts. */
final class AlertLedger {

    /** A node that dies between lease and publishing leaves the alert to another after this. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    AlertLedger(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** An alert that is to be published. */
    record Due(String id, String service, String content) {
    }

    /** Whether there is something to count, or a window is over. Asked every second, so it costs next to nothing. */
    boolean waits(Instant now) {
        return !jdbc.queryForList("""
                select 1 where exists (select 1 from alert_notice where counted_at is null)
                or exists (select 1 from alert_group where window_to <= ?)""", Integer.class, time(now)).isEmpty();
    }

    /**
     * Runs {@code work} in a transaction of which there is one at a time, over all nodes.
     *
     * @return zero when another node is at it
     */
    int inTurn(Supplier<Integer> work) {
        Integer done = transaction.execute(status ->
                jdbc.queryForList("select id from alert_turn where id = 1 for update skip locked", Integer.class).isEmpty() ? 0 : work.get());
        return done == null ? 0 : done;
    }

    Map<String, AlertGroup> groups(Duration window) {
        Map<String, AlertGroup> groups = new LinkedHashMap<>();
        jdbc.query("""
                select service, kind, aspect, code, severity, window_from, window_to, more, last_code, last_delivery, state, state_at,
                    told_state, at_once from alert_group order by id""", row -> {
                    Key key = new Key(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                    groups.put(key.id(), new AlertGroup(key, window, new Row(row.getString(5), instant(row, 6), instant(row, 7), row.getInt(8),
                            row.getString(9), row.getString(10), kind(row.getString(11)), instant(row, 12), kind(row.getString(13)), row.getInt(14))));
                });
        return groups;
    }

    /** What no group has counted yet, in the order in which it happened. */
    List<Notice> notices(int most) {
        return jdbc.query("""
                select event_id, kind, service, aspect, code, severity, delivery_id, attempts, occurred_at from alert_notice
                where counted_at is null order by occurred_at, event_id limit ?""",
                (row, n) -> new Notice(row.getString(1), kind(row.getString(2)), row.getString(3), row.getString(4), row.getString(5),
                        row.getString(6), row.getString(7), row.getObject(8, Integer.class), instant(row, 9)), most);
    }

    void counted(List<Notice> notices, Instant now) {
        jdbc.batchUpdate("update alert_notice set counted_at = ? where event_id = ?",
                notices.stream().map(notice -> new Object[] {time(now), notice.eventId()}).toList());
    }

    void save(AlertGroup group) {
        Row row = group.row();
        remove(group);
        jdbc.update("""
                insert into alert_group (id, service, kind, aspect, code, severity, window_from, window_to, more, last_code, last_delivery,
                    state, state_at, told_state, at_once) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                group.key.id(), group.key.service(), group.key.kind(), group.key.aspect(), group.key.code(), row.severity(), time(row.from()),
                time(row.to()), row.more(), row.lastCode(), row.lastDelivery(), name(row.state()), time(row.stateAt()), name(row.toldState()),
                row.atOnce());
    }

    void remove(AlertGroup group) {
        jdbc.update("delete from alert_group where id = ?", group.key.id());
    }

    void owe(Due alert) {
        jdbc.update("insert into alert_due (id, service, content) values (?, ?, ?)", alert.id, alert.service, alert.content);
    }

    /** What ends later than it would if it began now was written by a clock that was ahead, and would end only when that time comes. */
    void bringIn(Instant now, Duration window) {
        jdbc.update("update alert_group set window_from = ?, window_to = ? where window_to > ?", time(now), time(now.plus(window)),
                time(now.plus(window).plus(ClockWatch.TOLERANCE)));
        jdbc.update("update alert_due set lease_until = ? where lease_until > ?", time(now.plus(LEASE)),
                time(now.plus(LEASE).plus(ClockWatch.TOLERANCE)));
    }

    /**
     * What is to be published, leased to the caller.
     *
     * @param over leases that ended before are over
     */
    List<Due> lease(int most, Instant now, Instant over) {
        List<Due> owed = jdbc.query("select id, service, content from alert_due where lease_until is null or lease_until <= ? order by id limit ?",
                (row, n) -> new Due(row.getString(1), row.getString(2), row.getString(3)), time(over), most);
        return owed.stream().filter(alert -> jdbc.update("""
                update alert_due set lease_until = ? where id = ? and (lease_until is null or lease_until <= ?)""",
                time(now.plus(LEASE)), alert.id, time(over)) == 1).toList();
    }

    void told(Due alert) {
        jdbc.update("delete from alert_due where id = ?", alert.id);
    }

    /** After that the same event would count again. */
    void forget(Instant before) {
        jdbc.update("delete from alert_notice where counted_at < ?", time(before));
    }

    private static Kind kind(String name) {
        return name == null ? null : Kind.valueOf(name);
    }

    private static String name(Kind kind) {
        return kind == null ? null : kind.name();
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
