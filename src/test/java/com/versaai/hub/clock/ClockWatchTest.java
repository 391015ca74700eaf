package com.versaai.hub.clock;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClockWatchTest {

    private static final Duration LEASE = Duration.ofSeconds(90);

    private final HandClock clock = new HandClock();
    private final ClockWatch watch = clock.watch();

    @ParameterizedTest
    @ValueSource(longs = {-600, -6, 6, 600, 400L * 24 * 3600})
    void tellsOnceByHowMuchTheClockWasSet(long seconds, CapturedOutput log) {
        clock.forward(Duration.ofHours(1));
        watch.look();
        clock.jump(Duration.ofSeconds(seconds));
        clock.forward(Duration.ofSeconds(30));
        watch.look();
        watch.look();

        assertThat(log.getOut().split("The clock was set", -1)).hasSize(2);
        assertThat(log).contains("The clock was set " + (seconds < 0 ? "back" : "ahead") + " by " + Math.abs(seconds) + " s");
    }

    @Test
    void saysNothingOfTimeThatPassesAndOfSmallCorrections(CapturedOutput log) {
        for (int i = 0; i < 10; i++) {
            clock.forward(Duration.ofDays(3));
            clock.jump(Duration.ofSeconds(i % 2 == 0 ? 3 : -3));
            watch.look();
        }

        assertThat(log).doesNotContain("The clock was set");
    }

    /** Stopped (SIGSTOP, a collection) while it reads the two clocks. */
    @Test
    void aPauseOfTheProcessIsNoJump(CapturedOutput log) {
        int[] readings = {0};
        ClockWatch paused = new ClockWatch(clock, () -> {
            if (++readings[0] == 4) {
                clock.forward(Duration.ofMinutes(1));
            }
            return clock.nanos();
        });
        paused.look();
        paused.look();

        assertThat(log).doesNotContain("The clock was set");
    }

    @Test
    void leasesFollowAJumpAheadOnlyWhenALeaseHasPassed() {
        clock.jump(Duration.ofMinutes(10));
        assertThat(watch.forLeases(LEASE)).isEqualTo(HandClock.NOON);
        clock.forward(Duration.ofSeconds(89));
        assertThat(watch.forLeases(LEASE)).isEqualTo(HandClock.NOON.plusSeconds(89));
        clock.forward(Duration.ofSeconds(1));
        assertThat(watch.forLeases(LEASE)).isEqualTo(watch.now()).isEqualTo(HandClock.NOON.plusSeconds(690));
    }

    @Test
    void aJumpAheadThatIsTakenBackIsForgotten() {
        clock.jump(Duration.ofMinutes(10));
        watch.look();
        clock.jump(Duration.ofMinutes(-10));

        assertThat(watch.forLeases(LEASE)).isEqualTo(HandClock.NOON);
    }

    @Test
    void nobodySetsTheSteadyClock() {
        clock.jump(Duration.ofDays(-1));
        clock.forward(Duration.ofSeconds(7));
        clock.jump(Duration.ofDays(9));

        assertThat(watch.steady().instant()).isEqualTo(HandClock.NOON.plusSeconds(7));
    }
}
