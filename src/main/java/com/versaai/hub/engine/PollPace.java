package com.versaai.hub.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a consumer may poll again. Kafka answers a fetch as soon as there is one record, so that a consumer which is quicker than
 * its topic fetches each record alone: under load a quarter of the hub's processor time went there (docs/performance.md). A poll
 * that follows one with records within {@code linger} waits for the rest of it, and finds what has gathered meanwhile.
 *
 * <p>{@code fetch.min.bytes} with {@code fetch.max.wait.ms} would do the same to every record, also to a single one, or make each
 * idle consumer ask a hundred times a second.
 */
final class PollPace {

    private final long linger;
    private final LongSupplier nanos;
    private boolean busy;
    private long lastRecords;

    /**
     * @param linger shortest time from one poll that brought records to the next; zero for none
     * @param nanos  a clock as {@link System#nanoTime()}
     */
    PollPace(Duration linger, LongSupplier nanos) {
        this.linger = linger.toNanos();
        this.nanos = nanos;
    }

    /** To be called after each poll. */
    void polled(int records) {
        busy = records > 0;
        lastRecords = busy ? nanos.getAsLong() : lastRecords;
    }

    /** Nanoseconds until the next poll is due; what the records took counts. */
    long rest() {
        return busy ? Math.max(0, linger - (nanos.getAsLong() - lastRecords)) : 0;
    }

    /** Returns when the next poll is due. An interrupt ends the wait and stays set: the poll answers it. */
    void await() {
        long rest = rest();
        if (rest > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
