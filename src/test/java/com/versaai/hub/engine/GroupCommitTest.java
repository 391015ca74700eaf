package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.engine.GroupCommit.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class GroupCommitTest {

    private static final String INSERT = "insert into thing (id, name) values (?, ?)";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final Database database = new Database();
    private GroupCommit commits;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open() {
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        database.setTargetDataSource(h2);
        jdbc = new JdbcTemplate(h2);
        jdbc.execute("create table thing (id int primary key, name varchar(10))");
        commits = new GroupCommit(database);
    }

    @AfterEach
    void close() throws InterruptedException {
        commits.close();
        jdbc.execute("shutdown");
    }

    @Test
    void commitsTheRowsOfManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int id = i;
            all.add(threads.submit(() -> {
                commits.commit(List.of(new Write(INSERT, id, "x")));
                assertThat(jdbc.queryForObject("select count(*) from thing where id = ?", Integer.class, id)).isEqualTo(1);
            }));
        }
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(count()).isEqualTo(400);
        assertThat(database.connections.get()).as("transactions").isLessThan(400);
    }

    @Test
    void aBadRowFailsItsOwnerOnly() throws Exception {
        database.hold();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        Future<?> first = threads.submit(() -> commits.commit(List.of(new Write(INSERT, 1, "a"))));
        database.awaitHeld();
        // These two wait for the first and are written together.
        Future<?> bad = threads.submit(() -> commits.commit(List.of(new Write(INSERT, 2, "b"), new Write(INSERT, 1, "again"))));
        Future<?> good = threads.submit(() -> commits.commit(List.of(new Write(INSERT, 3, "c"))));
        database.release();

        first.get(30, TimeUnit.SECONDS);
        good.get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> bad.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(DuplicateKeyException.class);
        threads.shutdown();

        assertThat(jdbc.queryForList("select id from thing order by id", Integer.class)).as("all of a writer's rows or none").containsExactly(1, 3);
    }

    @Test
    void refusesAChangeOfWhatIsNoLongerThere() {
        assertThatThrownBy(() -> commits.commit(List.of(new Write(INSERT, 1, "a"), new Write(true, "update thing set name = ? where id = ?", "b", 2))))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(count()).isZero();
    }

    @Test
    void saysSoWhileTheDatabaseIsAwayAndGoesOnAfterwards() {
        database.away = true;
        assertThatThrownBy(() -> commits.commit(List.of(new Write(INSERT, 1, "a")))).isInstanceOf(DataAccessResourceFailureException.class);

        database.away = false;
        commits.commit(List.of(new Write(INSERT, 1, "a")));

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void triesAgainWhatNobodyStandsStillFor() throws Exception {
        database.away = true;
        Future<Void> later = commits.submit("one", List.of(new Write(INSERT, 1, "a"))).future();
        assertThatThrownBy(() -> commits.commit(List.of(new Write(INSERT, 2, "b")))).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(later.isDone()).isFalse();

        database.away = false;

        later.get(30, TimeUnit.SECONDS);
        assertThat(jdbc.queryForList("select id from thing", Integer.class)).containsExactly(1);
    }

    @Test
    void whoeverAsksForASubjectWaitsForItsWrite() throws Exception {
        commits.submit("one", List.of(new Write(INSERT, 1, "a")));
        commits.settle("one");
        assertThat(count()).isEqualTo(1);

        Future<Void> bad = commits.submit("one", List.of(new Write(INSERT, 1, "again"))).future();
        commits.settle("one");
        assertThatThrownBy(() -> bad.get(1, TimeUnit.SECONDS)).hasCauseInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void tellsEverybodyWhoWaitsThatTheDatabaseIsAway() throws Exception {
        database.hold();
        ExecutorService threads = Executors.newFixedThreadPool(9);
        List<Future<?>> all = new ArrayList<>();
        all.add(threads.submit(() -> commits.commit(List.of(new Write(INSERT, 0, "a")))));
        database.awaitHeld();
        database.away = true;
        CountDownLatch begun = new CountDownLatch(8);
        for (int i = 1; i < 9; i++) {
            int id = i;
            all.add(threads.submit(() -> {
                begun.countDown();
                commits.commit(List.of(new Write(INSERT, id, "a")));
            }));
        }
        begun.await(30, TimeUnit.SECONDS);
        database.release();

        for (Future<?> one : all) {
            assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DataAccessResourceFailureException.class);
        }
        threads.shutdown();
        assertThat(count()).isZero();
    }

    @Test
    void neverCommitsWhatItsWriterWasToldHadFailed() throws Exception {
        database.hold();
        Thread first = new Thread(() -> commits.commit(List.of(new Write(INSERT, 1, "a"))));
        first.start();
        database.awaitHeld();
        CountDownLatch told = new CountDownLatch(1);
        Thread second = new Thread(() -> {
            try {
                commits.commit(List.of(new Write(INSERT, 2, "b")));
            } catch (DataAccessException e) {
                told.countDown();
            }
        });
        second.start();
        second.interrupt();
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        database.release();
        first.join(30_000);

        commits.commit(List.of(new Write(INSERT, 3, "c")));

        assertThat(jdbc.queryForList("select id from thing order by id", Integer.class)).containsExactly(1, 3);
    }

    @Test
    void refusesWhenClosed() throws InterruptedException {
        commits.close();

        assertThatThrownBy(() -> commits.commit(List.of(new Write(INSERT, 1, "a")))).isInstanceOf(DataAccessResourceFailureException.class);
    }

    private int count() {
        return jdbc.queryForObject("select count(*) from thing", Integer.class);
    }

    /** Can be away, and can hold whoever wants a connection. */
    private static final class Database extends DelegatingDataSource {
        private final AtomicInteger connections = new AtomicInteger();
        private volatile boolean away;
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile CountDownLatch held = new CountDownLatch(0);

        void hold() {
            gate = new CountDownLatch(1);
            held = new CountDownLatch(1);
        }

        void awaitHeld() throws InterruptedException {
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            gate.countDown();
        }

        @Override
        public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            held.countDown();
            try {
                gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
            if (away) {
                throw new SQLException("away", "08001");
            }
            return super.getConnection();
        }
    }
}
