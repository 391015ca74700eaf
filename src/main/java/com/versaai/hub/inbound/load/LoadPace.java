package com.versaai.hub.inbound.load;

import java.util.function.LongSupplier;

/** How fast records get into the inbox: so many a second, and none while much waits there. What providers send meanwhile goes first. */
final class LoadPace {

    private static final long SECOND = 1_000_000_000L;

    private final LoadSettings settings;
    private final LongSupplier waiting;
    private final LongSupplier nanos;
    private long last;
    private double saved;

    /**
     * @param waiting how many requests wait in the inbox
     * @param nanos   as {@link System#nanoTime}
     */
    LoadPace(LoadSettings settings, LongSupplier waiting, LongSupplier nanos) {
        this.settings = settings;
        this.waiting = waiting;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** How many may go now: at most those of a second, and no more than there is room for. */
    long room() {
        long now = nanos.getAsLong();
        saved = Math.min(settings.perSecond(), saved + (double) (now - last) / SECOND * settings.perSecond());
        last = now;
        return saved < 1 ? 0 : Math.max(0, Math.min((long) saved, settings.ahead() - waiting.getAsLong()));
    }

    /** One of these has gone. */
    void taken() {
        saved -= 1;
    }
}
