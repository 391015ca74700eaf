package com.versaai.hub.reload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds HTTP requests at the door for the moment in which routes are swapped: one that came between the old route and the new
 * would be told that there is none.
 */
public final class RouteGate {

    /** Longer than any swap takes unless messages inside a route are slow; those wait at its own door then. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private volatile boolean closed;

    /** Waits while routes are swapped, at most two seconds. */
    public void pass() {
        if (!closed) {
            return;
        }
        lock.lock();
        try {
            long left = LONGEST.toNanos();
            while (closed && left > 0) {
                left = opened.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** New requests wait from now on; returns after those that were just past the door have reached their route. */
    void close() throws IllegalStateException {
        closed = true;
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void open() {
        lock.lock();
        try {
            closed = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
