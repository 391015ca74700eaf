package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.versaai.hub.delivery.deadletter.DeadLetterJob.State;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.record.DeliveryQueries.Conditions;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.Sql;
import com.versaai.hub.engine.GroupCommit.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Bulk acts on dead letters, as jobs. Each takes its set once, in one statement, as of its start: what dies again later is
 * none of its letters. {@link DeadLetterJobRunner} works them off. Bean {@code deadLetterJobs}.
 */
public class DeadLetterJobs {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterJobs.class);
    private static final String OPEN = "state in ('running', 'stopping', 'stopped')";
    private static final String AT_REST = "state in ('stopped', 'finished')";
    private static final String COLUMNS = """
            select id, action, asked_by, asked_for, state, total, not_open, more, changed, overtaken, unfit, failed, waits, created_at,
                updated_at from dead_letter_job""";
    private static final String TAKE = """
            insert into dead_letter_job_item (job_id, delivery_id, destination, seq, round, attempts, begun)
            select ?, id, destination, row_number() over (order by updated_at, id), round, attempts, false from delivery where 1 = 1""";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Most that taking a set may take; 100 000 letters take a few seconds. */
    private static final int SECONDS = 60;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final DeadLetterJobProperties settings;
    private final Clock clock;
    /** Those who start jobs wait here, not with a connection each. */
    private final Semaphore starting = new Semaphore(1);

    DeadLetterJobs(DataSource database, DeadLetterJobProperties settings, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.jdbc.setExceptionTranslator(new SQLErrorCodeSQLExceptionTranslator(database));
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.transaction.setTimeout(SECONDS);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Which letters.
     *
     * @param filter null where ids are given
     * @param ids    null where a filter is given
     * @param text   the same as JSON, for people
     */
    public record Wanted(Filter filter, Set<String> ids, String text) {

        public static Wanted matching(Filter filter, String text) {
            return new Wanted(filter, null, text);
        }

        public static Wanted these(List<String> ids) {
            Set<String> distinct = new LinkedHashSet<>(ids);
            return new Wanted(null, distinct, "{\"ids\":" + distinct.size() + "}");
        }
    }

    /**
     * Takes the set and lets the runner work on it.
     *
     * @throws JobRefusedException when there are too many already
     */
    public DeadLetterJob start(Action action, Wanted wanted, String by) {
        DeadLetterJob job;
        try {
            if (!starting.tryAcquire(2, TimeUnit.SECONDS)) {
                throw busy();
            }
            try {
                job = transaction.execute(status -> create(action, wanted, by));
            } finally {
                starting.release();
            }
        } catch (PessimisticLockingFailureException e) {
            throw busy(); // another node holds the gate
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        if (job.total() > 0) {
            LOG.info("Bulk {} {} of {} dead letters started by {}", job.action().name().toLowerCase(Locale.ROOT), job.id(), job.total(), job.by());
        }
        return job;
    }

    /** Whether one more may start: asked before {@link #planned}. */
    public boolean hasRoom() {
        return count("select count(*) from dead_letter_job where " + OPEN) < settings.open();
    }

    /**
     * The writes that start a job over one letter, for whoever has a transaction of his own; done twice they start one.
     *
     * @param id  of the job, made of what asks for it
     * @param why in the words of who asks; stands in the history of the letter
     */
    public Write[] planned(String id, Action action, Found letter, String by, String why) {
        Instant now = clock.instant();
        String askedFor = JsonNodeFactory.instance.objectNode().put("ids", 1).put("letter", letter.deadLetterId()).put("why", why).toString();
        return new Write[] {
            new Write("""
                insert into dead_letter_job (id, action, asked_by, asked_for, state, total, not_open, more, changed, overtaken, unfit, failed,
                    created_at, updated_at) values (?, ?, ?, ?, 'running', 1, 0, ?, 0, 0, 0, 0, ?, ?) on conflict do nothing""",
                id, action.name().toLowerCase(Locale.ROOT), DeliveryRepository.cut(by, 100), askedFor, false, now, now),
            new Write(TAKE + " and state = 'dead' and id = ? and round = ? and attempts = ? on conflict do nothing", id, letter.id(), letter.round(),
                    letter.attempts())};
    }

    /** What {@link #planned} was told. */
    static String why(String askedFor) {
        try {
            return JSON.readTree(askedFor).path("why").textValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what a job was asked for is kept as JSON", e);
        }
    }

    private static JobRefusedException busy() {
        return new JobRefusedException("Another bulk action is being started at this moment; try again.");
    }

    private DeadLetterJob create(Action action, Wanted wanted, String by) {
        jdbc.queryForObject("select id from dead_letter_job_gate where id = 1 for update nowait", Integer.class);
        if (count("select count(*) from dead_letter_job where " + OPEN) >= settings.open()) {
            throw new JobRefusedException("There are " + settings.open() + " bulk actions already; wait until one has finished, or stop and delete one.");
        }
        int room = settings.letters() - count("select count(*) from dead_letter_job_item");
        if (room <= 0 || wanted.ids != null && wanted.ids.size() > room) {
            throw new JobRefusedException("The bulk actions under way have " + (settings.letters() - room) + " letters still to do, of at most "
                    + settings.letters() + "; wait, or stop and delete one.");
        }
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        jdbc.update("""
                insert into dead_letter_job (id, action, asked_by, asked_for, state, total, not_open, more, changed, overtaken, unfit, failed,
                    created_at, updated_at) values (?, ?, ?, ?, 'running', 0, 0, ?, 0, 0, 0, 0, ?, ?)""", id, action.name().toLowerCase(Locale.ROOT),
                DeliveryRepository.cut(by, 100), wanted.text, false, Sql.time(now), Sql.time(now));
        int total = wanted.ids == null ? take(id, wanted.filter, room) : take(id, List.copyOf(wanted.ids));
        boolean more = wanted.ids == null && total == room && isMore(wanted.filter, total);
        jdbc.update("update dead_letter_job set total = ?, not_open = ?, more = ?, state = ? where id = ?", total,
                wanted.ids == null ? 0 : Math.max(0, wanted.ids.size() - total), more, total == 0 ? "finished" : "running", id);
        jdbc.update("""
                delete from dead_letter_job where state = 'finished' and id not in
                (select id from dead_letter_job where state = 'finished' order by updated_at desc, id limit ?)""", settings.kept());
        return find(id);
    }

    private int take(String id, Filter filter, int most) {
        Conditions conditions = DeliveryQueries.conditions(filter);
        List<Object> arguments = new ArrayList<>(List.of(id));
        arguments.addAll(conditions.arguments());
        arguments.add(most);
        return jdbc.update(TAKE + conditions.sql() + " order by updated_at, id limit ?", arguments.toArray());
    }

    /** Either name of a letter; one statement for each, since each has its index. */
    private int take(String id, List<String> ids) {
        String these = " and state = 'dead' and %s in (" + String.join(", ", ids.stream().map(one -> "?").toList()) + ")";
        List<Object> arguments = new ArrayList<>(List.of(id));
        arguments.addAll(ids);
        int byLetter = jdbc.update(TAKE + String.format(these, "dead_letter_id"), arguments.toArray());
        arguments.add(id);
        return byLetter + jdbc.update(TAKE + String.format(these, "id") + """
                 and not exists (select 1 from dead_letter_job_item taken where taken.job_id = ? and taken.delivery_id = delivery.id)""",
                arguments.toArray());
    }

    private boolean isMore(Filter filter, int than) {
        Conditions conditions = DeliveryQueries.conditions(filter);
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.add(than + 1);
        return count("select count(*) from (select id from delivery where 1 = 1" + conditions.sql() + " limit ?) found", arguments.toArray()) > than;
    }

    private int count(String sql, Object... arguments) {
        Integer count = jdbc.queryForObject(sql, Integer.class, arguments);
        return count == null ? 0 : count;
    }

    /** All that are remembered, the latest first. */
    public List<DeadLetterJob> list() {
        return jdbc.query(COLUMNS + " order by created_at desc, id", (row, n) -> job(row));
    }

    /** The job, null when there is none. */
    public DeadLetterJob find(String id) {
        return jdbc.query(COLUMNS + " where id = ?", (row, n) -> job(row), id).stream().findFirst().orElse(null);
    }

    /**
     * Lets it end with the letter it is at; it can go on later.
     *
     * @throws JobRefusedException when it has finished
     */
    public DeadLetterJob stop(String id) {
        return turned(id, "update dead_letter_job set state = 'stopping', updated_at = ? where id = ? and state = 'running'", State.STOPPING, State.STOPPED);
    }

    /**
     * Goes on with what is left of its set.
     *
     * @throws JobRefusedException when it has finished
     */
    public DeadLetterJob resume(String id) {
        return turned(id, "update dead_letter_job set state = 'running', waits = null, updated_at = ? where id = ? and state in ('stopping', 'stopped')",
                State.RUNNING);
    }

    private DeadLetterJob turned(String id, String change, State... wanted) {
        jdbc.update(change, Sql.time(clock.instant()), id);
        DeadLetterJob job = find(id);
        if (job != null && !Arrays.asList(wanted).contains(job.state())) {
            throw new JobRefusedException("This bulk action has finished.");
        }
        return job;
    }

    /**
     * Forgets one that is stopped or finished. The letters it had not come to stay as they are.
     *
     * @return false when there is none
     * @throws JobRefusedException while it runs
     */
    public boolean delete(String id) {
        boolean removed = remove(id);
        if (!removed && find(id) != null) {
            throw new JobRefusedException("This bulk action is under way; stop it first.");
        }
        return removed;
    }

    private boolean remove(String id) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean removed = jdbc.update("delete from dead_letter_job where id = ? and " + AT_REST, id) == 1;
            if (removed) {
                jdbc.update("delete from dead_letter_job_item where job_id = ?", id);
            }
            return removed;
        }));
    }

    /** Forgets what has been at rest for longer than {@code hub.dead-letters.jobs.keep}. */
    public void forget() {
        OffsetDateTime before = Sql.time(clock.instant().minus(settings.keep()));
        jdbc.queryForList("select id from dead_letter_job where updated_at < ? and " + AT_REST, String.class, before).forEach(this::remove);
    }

    private static DeadLetterJob job(ResultSet row) throws SQLException {
        return new DeadLetterJob(row.getString(1), Action.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getString(3), row.getString(4),
                State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)), row.getInt(6), row.getInt(7), row.getBoolean(8), row.getInt(9),
                row.getInt(10), row.getInt(11), row.getInt(12), row.getString(13), DeliveryRepository.instant(row, 14), DeliveryRepository.instant(row, 15));
    }
}
