package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.deadletter.DeadLetterJob.State;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.record.Sql;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What one node works on: jobs it has leased, and their letters. Every write about a letter holds only while the lease does,
 * so that a node which was taken for dead changes nothing any more.
 */
class DeadLetterJobItems {

    /** Longer than Kafka takes to refuse a record; a job of a killed node stands still for that long. */
    static final Duration LEASE = Duration.ofSeconds(45);

    private final String owner = UUID.randomUUID().toString();
    private final JdbcTemplate jdbc;
    private final GroupCommit commits;
    private final ClockWatch clock;

    DeadLetterJobItems(JdbcTemplate jdbc, GroupCommit commits, ClockWatch clock) {
        this.jdbc = jdbc;
        this.commits = commits;
        this.clock = clock;
    }

    /**
     * A job that this node has leased.
     *
     * @param askedFor JSON
     */
    record Leased(String id, Action action, String by, State state, String askedFor) {
    }

    /** A letter of a job, as it was at the job's start. */
    record Item(String deliveryId, String destination, int round, int attempts) {
    }

    /** What became of a letter; the columns that count them. */
    enum Result { CHANGED, OVERTAKEN, UNFIT, FAILED }

    private record Candidate(Leased job, boolean held) {
    }

    /** Leases what nobody works on; together with what this node has already. */
    List<Leased> lease() {
        Instant now = clock.now();
        Instant over = clock.forLeases(LEASE);
        bringIn(now.plus(LEASE));
        // A lease that holds for long is left as it is: a job that waits for hours would write two rows a second.
        List<Candidate> candidates = jdbc.query("""
                select id, action, asked_by, state, claimed_by = ? and lease_until > ?, asked_for from dead_letter_job
                where state in ('running', 'stopping') and (claimed_by is null or claimed_by = ? or lease_until < ?) order by created_at, id""",
                (row, n) -> new Candidate(new Leased(row.getString(1), Action.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getString(3),
                        State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)), row.getString(6)), row.getBoolean(5)),
                owner, Sql.time(now.plus(LEASE.dividedBy(2))), owner, Sql.time(over));
        List<Leased> leased = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.held || jdbc.update("""
                    update dead_letter_job set claimed_by = ?, lease_until = ? where id = ? and state in ('running', 'stopping')
                    and (claimed_by is null or claimed_by = ? or lease_until < ?)""",
                    owner, Sql.time(now.plus(LEASE)), candidate.job.id, owner, Sql.time(over)) == 1) {
                leased.add(candidate.job);
            }
        }
        return leased;
    }

    /** A lease that ends later than one that begins now was written by a clock that was ahead; another's is left a whole one. */
    private void bringIn(Instant latest) {
        jdbc.update("update dead_letter_job set lease_until = ? where state in ('running', 'stopping') and lease_until > ?",
                Sql.time(latest), Sql.time(latest.plus(ClockWatch.TOLERANCE)));
    }

    /** Gives its jobs to whoever comes next. */
    void release() {
        jdbc.update("update dead_letter_job set claimed_by = null, lease_until = null where claimed_by = ?", owner);
    }

    /** Where its letters go that are still to be done. One look at the index for each, however many letters there are. */
    List<String> destinations(String job) {
        List<String> found = new ArrayList<>();
        String last = "";
        while (last != null) {
            last = jdbc.queryForList("""
                    select destination from dead_letter_job_item where job_id = ? and begun = false and destination > ?
                    order by destination limit 1""", String.class, job, last).stream().findFirst().orElse(null);
            if (last != null) {
                found.add(last);
            }
        }
        return found;
    }

    /** The next letters of a destination. */
    List<Item> next(String job, String destination, int most) {
        return items("job_id = ? and begun = false and destination = ? order by seq limit ?", job, destination, most);
    }

    /** Letters whose replay is written down, perhaps not published: of a node that died, or Kafka did not take it. */
    List<Item> begun(String job) {
        return items("job_id = ? and begun = true order by destination, seq", job);
    }

    private List<Item> items(String which, Object... arguments) {
        return jdbc.query("select delivery_id, destination, round, attempts from dead_letter_job_item where " + which,
                (row, n) -> new Item(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)), arguments);
    }

    /** Written with the act: the letter is begun, if the job is still this node's and not to stop. */
    List<Write> begins(Leased job, Item item) {
        return List.of(new Write(true, "update dead_letter_job_item set begun = true where job_id = ? and delivery_id = ? and begun = false",
                job.id, item.deliveryId), goesOn(job));
    }

    /** Written with the act where that is all: the letter is done, if the job is still this node's and not to stop. */
    List<Write> does(Leased job, Item item) {
        List<Write> writes = new ArrayList<>(List.of(goesOn(job)));
        writes.addAll(settles(job, item, Result.CHANGED));
        return writes;
    }

    private Write goesOn(Leased job) {
        Instant now = clock.now();
        return new Write(true, """
                update dead_letter_job set lease_until = ?, waits = null, updated_at = ? where id = ? and claimed_by = ? and state = 'running'""",
                now.plus(LEASE), now, job.id, owner);
    }

    /** The letter is done, if the job is still this node's. */
    List<Write> settles(Leased job, Item item, Result result) {
        String column = result.name().toLowerCase(Locale.ROOT);
        Instant now = clock.now();
        return List.of(
                new Write(true, "delete from dead_letter_job_item where job_id = ? and delivery_id = ?", job.id, item.deliveryId),
                new Write(true, "update dead_letter_job set " + column + " = " + column + " + 1, lease_until = ?, updated_at = ? where id = ? and claimed_by = ?",
                        now.plus(LEASE), now, job.id, owner));
    }

    /** The same alone. */
    void settle(Leased job, Item item, Result result) {
        commits.commit(settles(job, item, result));
    }

    /** Whether it is still this node's, and not to stop. */
    boolean goingOn(Leased job) {
        return !jdbc.queryForList("select id from dead_letter_job where id = ? and claimed_by = ? and state = 'running'", job.id, owner).isEmpty();
    }

    /** Why nothing moves. */
    void waits(Leased job, String why) {
        jdbc.update("update dead_letter_job set waits = ? where id = ? and claimed_by = ? and (waits is null or waits <> ?)", why, job.id, owner, why);
    }

    /** Nothing of it is under way any more. */
    void stopped(Leased job) {
        ended("stopped", job, "state = 'stopping'");
    }

    /** @return whether every letter is done */
    boolean finished(Leased job) {
        return ended("finished", job, "not exists (select 1 from dead_letter_job_item item where item.job_id = dead_letter_job.id)");
    }

    private boolean ended(String state, Leased job, String condition) {
        return jdbc.update("update dead_letter_job set state = ?, waits = null, claimed_by = null, lease_until = null, updated_at = ? "
                + "where id = ? and claimed_by = ? and " + condition, state, Sql.time(clock.now()), job.id, owner) == 1;
    }
}
