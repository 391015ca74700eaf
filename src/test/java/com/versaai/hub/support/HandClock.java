package com.versaai.hub.support;

import com.versaai.hub.clock.ClockWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when told: because time passes, or because somebody sets it. */
public final class HandClock extends Clock {

    public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private volatile Instant now = NOON;

    private volatile long nanos;

    /** Time passes. */
    public void forward(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** Somebody sets the clock; no time passes. */
    public void jump(Duration by) {
        now = now.plus(by);
    }

    /** As {@link System#nanoTime}: knows only of what passes. */
    public long nanos() {
        return nanos;
    }

    /** As one process has it from its start. */
    public ClockWatch watch() {
        return new ClockWatch(this, this::nanos);
    }

    public void set(String to) {
        now = Instant.parse(to);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
