package com.versaai.hub.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.versaai.hub.engine.RepeatedLines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private final Logger log = new LoggerContext().getLogger("standstill");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private long nanos = Long.MAX_VALUE - 5;
    private final Standstill standstill = new Standstill(RepeatedLines.to(log), () -> nanos);

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void end() {
        standstill.destroy();
    }

    @Test
    void saysHowLongTheProcessStoodStill() {
        beatAfter(Duration.ofMillis(9_700));

        assertThat(written.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).startsWith("The hub stood still for 9 s: "));
    }

    @Test
    void keepsQuietAboutWhatHappensOnAnyLaptop() {
        for (int i = 0; i < 100; i++) {
            beatAfter(Duration.ofMillis(500 + i * 20));
        }
        assertThat(written.list).isEmpty();
    }

    /** A machine that is overloaded for an hour: one line, and a number a minute. */
    @Test
    void saysItOnceOfMany() {
        for (int i = 0; i < 100; i++) {
            beatAfter(Duration.ofSeconds(4));
        }
        assertThat(written.list).hasSize(1);
    }

    private void beatAfter(Duration pause) {
        nanos += pause.toNanos();
        standstill.beat();
    }
}
