package com.versaai.hub.ai;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** Whether AI calls work, by the errors of the last minutes. Looking makes no call. Thread-safe. */
class AiStatus {

    /** In the order of the gauge's numbers: 0, 1, 2. */
    enum Level {
        HEALTHY, DEGRADED, UNAVAILABLE
    }

    /**
     * @param errors in the window; what is beyond twice the highest threshold is not counted further
     */
    record Reading(Level level, int errors) {
    }

    private final StatusSettings settings;
    private final Clock clock;
    /** When errors happened, oldest first. */
    private final Deque<Long> errors = new ArrayDeque<>();

    AiStatus(StatusSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** A call failed by the provider's fault or the way to it; a caller's own mistake is none. */
    public synchronized void failed() {
        errors.addLast(clock.millis());
        if (errors.size() > 2 * settings.unavailableAbove()) {
            errors.removeFirst();
        }
    }

    public synchronized Reading read() {
        long since = clock.millis() - settings.window().toMillis();
        while (!errors.isEmpty() && errors.peekFirst() <= since) {
            errors.removeFirst();
        }
        int count = errors.size();
        return new Reading(count > settings.unavailableAbove() ? Level.UNAVAILABLE
                : count > settings.degradedAbove() ? Level.DEGRADED : Level.HEALTHY, count);
    }

    public Level level() {
        return read().level();
    }
}
