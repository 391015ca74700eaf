package com.versaai.hub.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where late answers wait, without holding a thread: a provider that hangs costs the others nothing. WireMock schedules an answer
 * on the thread that computed it, so a note left on that thread tells which of them are hanging and can be let go early.
 */
final class DelayedAnswers extends ScheduledThreadPoolExecutor {

    private final ThreadLocal<SimulatedProvider> hanging = new ThreadLocal<>();
    private final Map<SimulatedProvider, Set<Runnable>> waiting = new HashMap<>();

    DelayedAnswers(int threads) {
        super(threads, task -> {
            Thread thread = new Thread(task, "sandbox-late-answers");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The answer this thread schedules next is a hanging one. */
    void nextHangs(SimulatedProvider provider) {
        hanging.set(provider);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable answer, long delay, TimeUnit unit) {
        SimulatedProvider provider = hanging.get();
        hanging.remove();
        if (provider == null) {
            return super.schedule(answer, delay, unit);
        }
        Runnable once = once(provider, answer);
        ScheduledFuture<?> future = super.schedule(once, delay, unit);
        synchronized (waiting) {
            waiting.computeIfAbsent(provider, key -> new HashSet<>()).add(once);
        }
        return future;
    }

    private Runnable once(SimulatedProvider provider, Runnable answer) {
        AtomicBoolean answered = new AtomicBoolean();
        return new Runnable() {
            @Override
            public void run() {
                synchronized (waiting) {
                    waiting.getOrDefault(provider, Set.of()).remove(this);
                }
                if (answered.compareAndSet(false, true)) {
                    answer.run();
                }
            }
        };
    }

    /** Answers a provider's hanging requests now. */
    void release(SimulatedProvider provider) {
        List<Runnable> freed;
        synchronized (waiting) {
            freed = new ArrayList<>(waiting.getOrDefault(provider, Set.of()));
        }
        freed.forEach(this::execute);
    }

    /** How many requests of a provider hang at the moment. */
    int hanging(SimulatedProvider provider) {
        synchronized (waiting) {
            return waiting.getOrDefault(provider, Set.of()).size();
        }
    }
}
