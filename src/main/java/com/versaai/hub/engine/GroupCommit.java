package com.versaai.hub.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Writes of many threads in one transaction. A durable commit costs the same for one row as for fifty; every writer still
 * returns only after its own rows are committed. When a batch fails each writer's rows are tried alone, so that one bad
 * row fails its owner only.
 */
public final class GroupCommit implements AutoCloseable {

    private static final int MOST_IN_ONE = 256;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final SQLExceptionTranslator translator;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closed;

    /** @param dataSource where the tables are */
    public GroupCommit(DataSource dataSource) {
        this.dataSource = dataSource;
        this.translator = new SQLErrorCodeSQLExceptionTranslator(dataSource);
        this.writer = new Thread(this::run, "hub-group-commit");
        this.writer.setDaemon(true);
        this.writer.start();
    }

    /**
     * One SQL statement and its arguments.
     *
     * @param mustChange whether to refuse everything with an {@link OptimisticLockingFailureException} when it changes no row
     */
    public record Write(boolean mustChange, String sql, Object... arguments) {

        public Write(String sql, Object... arguments) {
            this(false, sql, arguments);
        }
    }

    private record Statement(PreparedStatement prepared, List<Write> writes) {
    }

    /**
     * Commits all of {@code writes} or none, and returns when they are durable.
     *
     * @throws DataAccessException when the database refuses or cannot be reached
     */
    public void commit(List<Write> writes) {
        if (closed) {
            throw new DataAccessResourceFailureException("the hub is stopping");
        }
        Entry entry = new Entry(writes, new CompletableFuture<>());
        queue.add(entry);
        try {
            entry.done.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataAccessException refused) {
                throw refused;
            }
            throw new DataAccessResourceFailureException("the database write failed", e.getCause());
        } catch (TimeoutException e) {
            entry.done.cancel(false);
            throw new DataAccessResourceFailureException("the database did not answer within " + LONGEST_WAIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            entry.done.cancel(false);
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("interrupted while the database was writing", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        writer.interrupt();
        writer.join(5_000);
    }

    private record Entry(List<Write> writes, CompletableFuture<Void> done) {
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                batch.add(closed ? queue.remove() : queue.take());
            } catch (InterruptedException e) {
                continue; // woken to look at closed
            }
            queue.drainTo(batch, MOST_IN_ONE - 1);
            commitBatch(batch);
            batch.clear();
        }
    }

    private void commitBatch(List<Entry> batch) {
        try {
            write(batch);
            batch.forEach(entry -> entry.done.complete(null));
        } catch (SQLException | RuntimeException together) {
            if (batch.size() == 1 || together instanceof NoConnectionException) {
                Exception failure = translate(together);
                batch.forEach(entry -> entry.done.completeExceptionally(failure));
                return;
            }
            batch.forEach(entry -> commitBatch(List.of(entry)));
        }
    }

    /** Nobody's rows are at fault: trying each alone would only wait for the database once more for each. */
    private static final class NoConnectionException extends SQLException {
        private static final long serialVersionUID = 1;

        NoConnectionException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private Connection connect() throws NoConnectionException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new NoConnectionException(e);
        }
    }

    private Exception translate(Exception failure) {
        if (failure instanceof NoConnectionException) {
            return new DataAccessResourceFailureException("the database cannot be reached", failure.getCause());
        }
        if (failure instanceof SQLException sql) {
            DataAccessException translated = translator.translate("write", null, sql);
            return translated != null ? translated : new DataAccessResourceFailureException("the database write failed", sql);
        }
        return failure;
    }

    private void write(List<Entry> batch) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            Map<String, Statement> statements = new LinkedHashMap<>();
            try {
                for (Entry entry : batch) {
                    if (entry.done.isDone()) {
                        continue; // its writer was told that it failed, and may have gone on since
                    }
                    for (Write write : entry.writes) {
                        add(connection, statements, write);
                    }
                }
                for (Statement statement : statements.values()) {
                    check(statement.writes, statement.prepared.executeBatch());
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                for (Statement statement : statements.values()) {
                    statement.prepared.close();
                }
                connection.setAutoCommit(true);
            }
        }
    }

    /** PostgreSQL takes nothing more in a transaction that met an error; after this the connection is as new. */
    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e); // the connection is gone, and the first failure says why
        }
    }

    private static void check(List<Write> writes, int[] changed) {
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0 && writes.get(i).mustChange) {
                throw new OptimisticLockingFailureException("the row is not as it was found");
            }
        }
    }

    private static void add(Connection connection, Map<String, Statement> statements, Write write) throws SQLException {
        if (!statements.containsKey(write.sql)) {
            statements.put(write.sql, new Statement(connection.prepareStatement(write.sql), new ArrayList<>()));
        }
        statements.get(write.sql).writes.add(write);
        PreparedStatement statement = statements.get(write.sql).prepared;
        for (int i = 0; i < write.arguments.length; i++) {
            Object argument = write.arguments[i];
            // JDBC knows OffsetDateTime, not Instant
            statement.setObject(i + 1, argument instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : argument);
        }
        statement.addBatch();
    }
}
