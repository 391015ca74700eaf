package com.versaai.hub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Writes of many threads in one transaction. A durable commit costs little more for fifty rows than for one; {@link #commit}
 * returns only after the rows are committed, {@link #submit} says when they are. When a batch fails each writer's rows are
 * tried alone, so that one bad row fails its owner only.
 */
public final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_IN_ONE = 1000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** How long rows that nobody stands still for wait for others, so that they share a transaction. */
    private static final Duration GATHER = Duration.ofMillis(40);

    /** Default of how long what nobody stands still for is tried while the database is away; shorter than the wait for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final WriteTransaction transactions;
    private final Map<String, Entry> pending = new ConcurrentHashMap<>();
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Duration patience;
    private volatile boolean closed;

    /** @param dataSource where the tables are */
    public GroupCommit(DataSource dataSource) {
        this(dataSource, PATIENCE);
    }

    /**
     * @param dataSource where the tables are
     * @param patience   how long rows that nobody stands still for are tried while the database is away
     */
    public GroupCommit(DataSource dataSource, Duration patience) {
        this.patience = patience;
        this.transactions = new WriteTransaction(dataSource);
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

    /**
     * Commits all of {@code writes} or none, and returns when they are durable.
     *
     * @throws DataAccessException when the database refuses or cannot be reached
     */
    public void commit(List<Write> writes) {
        enqueue(new Entry(writes, true)).await();
    }

    /**
     * Commits all of {@code writes} or none, soon.
     *
     * @param subject what they are about; {@link #settle} waits for them
     * @throws DataAccessException when the hub is stopping
     */
    public Pending submit(String subject, List<Write> writes) {
        Entry entry = new Entry(writes, false);
        pending.put(subject, entry);
        entry.done.whenComplete((nothing, failure) -> pending.remove(subject, entry));
        return enqueue(entry);
    }

    /** Waits until what was submitted about {@code subject} is durable, or has failed: then the table says how things are. */
    public void settle(String subject) {
        Entry entry = pending.get(subject);
        if (entry == null) {
            return;
        }
        try {
            entry.done.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            LOG.debug("What was submitted about {} is not in the database", subject, e); // told where the outcome is awaited
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("interrupted while the database was writing", e);
        }
    }

    private Pending enqueue(Entry entry) {
        if (closed) {
            entry.done.completeExceptionally(new DataAccessResourceFailureException("the hub is stopping"));
        } else {
            queue.add(entry);
        }
        return entry;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        writer.interrupt();
        writer.join(5_000);
    }

    /** Writes on their way. */
    public sealed interface Pending {

        /** Done when they are durable; failed with a {@link DataAccessException} when they never will be. */
        Future<Void> future();

        /**
         * Returns when they are durable.
         *
         * @throws DataAccessException when they never will be
         */
        void await();
    }

    /** @param urgent whether a thread stands still until it is done */
    private record Entry(List<Write> writes, boolean urgent, long since, CompletableFuture<Void> done) implements Pending {

        Entry(List<Write> writes, boolean urgent) {
            this(writes, urgent, System.nanoTime(), new CompletableFuture<>());
        }

        @Override
        public Future<Void> future() {
            return done;
        }

        @Override
        public void await() {
            try {
                done.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof DataAccessException refused) {
                    throw refused;
                }
                throw new DataAccessResourceFailureException("the database write failed", e.getCause());
            } catch (TimeoutException e) {
                done.cancel(false);
                throw new DataAccessResourceFailureException("the database did not answer within " + LONGEST_WAIT.toSeconds() + " s", e);
            } catch (InterruptedException e) {
                done.cancel(false);
                Thread.currentThread().interrupt();
                throw new DataAccessResourceFailureException("interrupted while the database was writing", e);
            }
        }
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    batch.add(closed ? queue.remove() : queue.take());
                }
                gather(batch);
            } catch (InterruptedException e) {
                if (batch.isEmpty()) {
                    continue; // woken to look at closed
                }
            }
            List<Entry> again = commitBatch(batch);
            batch.clear();
            batch.addAll(again);
            if (!again.isEmpty()) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            LOG.debug("Woken to stop"); // the next round sees closed
        }
    }

    private void gather(List<Entry> batch) throws InterruptedException {
        long until = System.nanoTime() + GATHER.toNanos();
        queue.drainTo(batch, MOST_IN_ONE - batch.size());
        while (!closed && batch.size() < MOST_IN_ONE && batch.stream().noneMatch(Entry::urgent)) {
            Entry next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            queue.drainTo(batch, MOST_IN_ONE - batch.size());
        }
    }

    /** @return those to be tried again, because the database is away and nobody stands still for them */
    private List<Entry> commitBatch(List<Entry> batch) {
        // The writer of one that is done already was told that it failed, and may have gone on since.
        List<Entry> open = batch.stream().filter(entry -> !entry.done.isDone()).toList();
        try {
            transactions.write(open.stream().flatMap(entry -> entry.writes.stream()).toList());
            open.forEach(entry -> entry.done.complete(null));
            return List.of();
        } catch (DataAccessException together) {
            return open.size() == 1 || together instanceof WriteTransaction.NoConnectionException ? failed(open, together) : oneByOne(open);
        }
    }

    /** Until there is no connection to be had: each of the rest would wait for one once more. */
    private List<Entry> oneByOne(List<Entry> entries) {
        List<Entry> again = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            try {
                transactions.write(entry.writes);
                entry.done.complete(null);
            } catch (WriteTransaction.NoConnectionException e) {
                again.addAll(failed(entries.subList(i, entries.size()), e));
                return again;
            } catch (DataAccessException e) {
                again.addAll(failed(List.of(entry), e));
            }
        }
        return again;
    }

    private List<Entry> failed(List<Entry> entries, DataAccessException failure) {
        List<Entry> again = new ArrayList<>();
        for (Entry entry : entries) {
            if (!closed && !entry.urgent && !ofTheRows(failure) && System.nanoTime() - entry.since < patience.toNanos()) {
                again.add(entry);
            } else {
                entry.done.completeExceptionally(failure);
            }
        }
        return again;
    }

    /** Whether the rows are to blame, so that the same again cannot help. */
    private static boolean ofTheRows(DataAccessException failure) {
        return failure instanceof DataIntegrityViolationException || failure instanceof InvalidDataAccessResourceUsageException
                || failure instanceof ConcurrencyFailureException;
    }
}
