package com.versaai.hub.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Whether the hub is about to stop; known before anything is stopped. What only waits (for a rate, a circuit, a repetition) then
 * ends at once and leaves its record in Kafka: a queue that waits must not hold up the stop, its records are read at the next start.
 */
public final class Stopping {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final Set<Thread> waiting = new HashSet<>();

    /** Called by Spring before it stops the first bean. */
    @EventListener(ContextClosedEvent.class)
    public void begin() {
        synchronized (waiting) {
            begun.countDown();
            waiting.forEach(Thread::interrupt);
            waiting.clear();
        }
    }

    /** Whether the stop has begun. */
    public boolean begun() {
        return begun.getCount() == 0;
    }

    /** Waits that long, or until the stop begins; true when it has. */
    public boolean await(Duration longest) throws InterruptedException {
        return begun.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Does something that waits and can be interrupted.
     *
     * @throws StoppingException when the stop has begun, before or meanwhile
     */
    public <T> T unless(Callable<T> wait) throws Exception {
        Thread here = Thread.currentThread();
        synchronized (waiting) {
            if (begun()) {
                throw new StoppingException();
            }
            waiting.add(here);
        }
        try {
            return wait.call();
        } catch (InterruptedException e) {
            throw begun() ? new StoppingException() : e;
        } finally {
            synchronized (waiting) {
                if (!waiting.remove(here)) {
                    Thread.interrupted(); // that was for the wait, which may have been over already
                }
            }
        }
    }
}
