package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.ai.AiStatus.Level;
import com.versaai.hub.support.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class AiStatusTest {

    private static final StatusSettings SETTINGS = new StatusSettings(Duration.ofMinutes(5), 10, 20);

    private final HandClock clock = new HandClock();
    private final AiStatus status = new AiStatus(SETTINGS, clock);
    private final AiHealth health = new AiHealth(status, SETTINGS, new AiProbes(status, clock, new SimpleMeterRegistry()));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            status.failed();
        }
    }

    @Test
    void goesDownByErrors() {
        fail(10);
        assertThat(status.level()).isEqualTo(Level.HEALTHY);
        fail(1);
        assertThat(status.read()).isEqualTo(new AiStatus.Reading(Level.DEGRADED, 11));
        fail(9);
        assertThat(status.level()).isEqualTo(Level.DEGRADED);
        fail(1);
        assertThat(status.level()).isEqualTo(Level.UNAVAILABLE);
    }

    @Test
    void comesBackAsErrorsGetOld() {
        fail(15);
        clock.forward(Duration.ofMinutes(3));
        fail(15);
        assertThat(status.level()).isEqualTo(Level.UNAVAILABLE);
        clock.forward(Duration.ofMinutes(2));
        assertThat(status.read()).isEqualTo(new AiStatus.Reading(Level.DEGRADED, 15));
        clock.forward(Duration.ofMinutes(3));
        assertThat(status.read()).isEqualTo(new AiStatus.Reading(Level.HEALTHY, 0));
    }

    @Test
    void remembersNoMoreThanItNeeds() {
        fail(100_000);

        assertThat(status.read()).isEqualTo(new AiStatus.Reading(Level.UNAVAILABLE, 40));
    }

    @Test
    void degradedIsUpAndSaysSo() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        fail(11);
        Health degraded = health.health();
        assertThat(degraded.getStatus()).isEqualTo(Status.UP);
        assertThat(degraded.getDetails()).containsEntry("level", "DEGRADED").containsEntry("errors", 11);
        fail(10);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }
}
