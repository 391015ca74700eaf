package com.versaai.hub.ai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when told. */
final class HandClock extends Clock {

    private volatile Instant now = Instant.parse("2026-01-05T12:00:00Z");

    void forward(Duration by) {
        now = now.plus(by);
    }

    void set(String to) {
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
