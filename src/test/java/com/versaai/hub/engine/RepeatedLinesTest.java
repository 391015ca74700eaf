package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

    private final Logger log = new LoggerContext().getLogger("lines");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RepeatedLines lines = new RepeatedLines(log, nanos::get);

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        written.start();
        log.addAppender(written);
    }

    @Test
    void writesTheFirstAndThenANumberAMinute() {
        letters(2000, "X");
        assertThat(said()).containsExactly("Dead letter 1: X");
        lines.tell(false);
        assertThat(said()).hasSize(1);

        minute();
        assertThat(said()).hasSize(2).last().isEqualTo("1999 more in 60 s: dead letters of salesforce: X, the last 2000");
        letters(3, "X");
        minute();
        assertThat(said()).hasSize(3).last().isEqualTo("3 more in 60 s: dead letters of salesforce: X, the last 3");
        assertThat(written.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
    }

    @Test
    void beginsAnewAfterAMinuteOfSilence() {
        letters(1, "X");
        minute();
        assertThat(said()).hasSize(1);
        letters(1, "X");

        assertThat(said()).containsExactly("Dead letter 1: X", "Dead letter 1: X");
    }

    @Test
    void keepsGroupsApartAndTheirNumberSmall() {
        for (int i = 0; i < 5000; i++) {
            letters(1, "code " + i);
        }

        assertThat(said()).hasSize(201);
        minute();
        assertThat(said()).hasSize(202).last().isEqualTo("4799 more in 60 s: others like these, the last 1");
    }

    @Test
    void tellsTheRestBeforeTheHubIsGone() {
        letters(4, "X");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(7));
        lines.tell(true);

        assertThat(said()).hasSize(2).last().isEqualTo("3 more in 7 s: dead letters of salesforce: X, the last 4");
        lines.tell(true);
        assertThat(said()).hasSize(2);
    }

    @Test
    void writesAllOfThemForWhoAsks() {
        log.setLevel(Level.DEBUG);
        letters(5, "X");

        assertThat(said()).hasSize(5);
    }

    private void letters(int count, String code) {
        for (int i = 1; i <= count; i++) {
            lines.warn("dead letters of salesforce: " + code, Integer.toString(i), "Dead letter {}: {}", i, code);
        }
    }

    private void minute() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        lines.tell(false);
    }

    private List<String> said() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
