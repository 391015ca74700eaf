package com.versaai.hub.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when told. */
public final class HandClock extends Clock {

    public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private volatile Instant now = NOON;

    public void forward(Duration by) {
        now = now.plus(by);
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
