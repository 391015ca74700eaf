package com.versaai.hub.clock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that nobody can set: what the wall clock said when this one was made, and what has really passed since. For whatever one
 * process measures and nobody else reads: lives of tokens, open circuits, windows of errors.
 */
public final class SteadyClock extends Clock {

    private final Instant start;
    private final long startNanos;
    private final LongSupplier nanos;
    private final ZoneId zone;

    /** By {@link System#nanoTime}. */
    public SteadyClock(Clock wall) {
        this(wall, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    public SteadyClock(Clock wall, LongSupplier nanos) {
        this(wall.instant(), nanos.getAsLong(), nanos, wall.getZone());
    }

    private SteadyClock(Instant start, long startNanos, LongSupplier nanos, ZoneId zone) {
        this.start = start;
        this.startNanos = startNanos;
        this.nanos = nanos;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(start, startNanos, nanos, other);
    }
}
