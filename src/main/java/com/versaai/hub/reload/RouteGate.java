package com.versaai.hub.reload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds HTTP requests at the door for the moment in which routes are swapped: one that came between the old route and the new
 * would be told that there is none.
 */
public final class RouteGate {

    /** Longer than any swap takes unless messages inside a route are slow; those wait at its own door then. */
    private static final Duration LONGEST_AT_DOOR = Duration.ofSeconds(2);
    /** Whoever is inside longer is in a slow route, and seldom in the one that is swapped, whose own messages are waited for anyway. */
    private static final Duration LONGEST_INSIDE = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /** Waits while routes are swapped, at most two seconds. To be followed by {@link #leave}. */
    public void enter() {
        inside.incrementAndGet();
        if (!closed) {
            return;
        }
        inside.decrementAndGet();
        lock.lock();
        try {
            long left = LONGEST_AT_DOOR.toNanos();
            while (closed && left > 0) {
                left = opened.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.incrementAndGet();
            lock.unlock();
        }
    }

    /** The request is answered. */
    public void leave() {
        inside.decrementAndGet();
    }

    /** New requests wait from now on; returns when those inside have left, or after half a second. */
    void close() {
        closed = true;
        long until = System.nanoTime() + LONGEST_INSIDE.toNanos();
        try {
            while (inside.get() > 0 && System.nanoTime() < until) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many requests are inside. */
    public int inside() {
        return inside.get();
    }

    boolean isClosed() {
        return closed;
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
