package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PollPaceTest {

    private static final Duration LINGER = Duration.ofMillis(10);

    private final AtomicLong now = new AtomicLong(-5_000_000);
    private final PollPace pace = new PollPace(LINGER, now::get);

    @Test
    void asksAtOnceWhileNothingComes() {
        assertThat(pace.rest()).isZero();
        pace.polled(0);
        assertThat(pace.rest()).isZero();
    }

    @Test
    void waitsTheRestAfterRecords() {
        pace.polled(1);
        assertThat(pace.rest()).isEqualTo(LINGER.toNanos());
        pass(Duration.ofMillis(4));
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(6).toNanos());
    }

    @Test
    void whatTheRecordsTookCounts() {
        pace.polled(10);
        pass(Duration.ofSeconds(3));
        assertThat(pace.rest()).isZero();
    }

    @Test
    void aPollThatBringsNothingEndsTheRush() {
        pace.polled(1);
        pass(Duration.ofMillis(1));
        pace.polled(0);
        assertThat(pace.rest()).isZero();
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        PollPace slow = new PollPace(Duration.ofHours(1), now::get);
        slow.polled(1);
        Thread.currentThread().interrupt();
        slow.await();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void zeroNeverWaits() {
        PollPace none = new PollPace(Duration.ZERO, now::get);
        none.polled(1);
        assertThat(none.rest()).isZero();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
