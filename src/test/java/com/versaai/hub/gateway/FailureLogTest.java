package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HandClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A failure a caller can repeat fills no log. */
@ExtendWith(OutputCaptureExtension.class)
class FailureLogTest {

    private final HandClock clock = new HandClock();
    private final Problems problems = new Problems(clock);

    @Test
    void repeatedFailuresAreCountedAndTheFirstOnesTold(CapturedOutput log) {
        for (int i = 0; i < 1000; i++) {
            Problem answer = problems.of(new IllegalStateException("x".repeat(5_000)), "/a" + "b".repeat(16_000));
            assertThat(answer.status()).isEqualTo(500);
            // An id that isn't in the log would send whoever looks for it astray.
            boolean told = answer.extensions().get("errorId") instanceof String id && log.getAll().contains(id);
            assertThat(told).isEqualTo(i < 20);
            assertThat(answer.extensions().containsKey("errorId")).isEqualTo(i < 20);
        }
        assertThat(log.getAll().split("failed, error id", -1)).hasSize(21);
        assertThat(log.getAll().lines().filter(line -> line.contains("failed, error id")).mapToInt(String::length).max().orElseThrow()).isLessThan(600);
        assertThat(log.getAll().lines().filter(line -> line.startsWith("java.lang.IllegalStateException"))).hasSize(5);
        clock.forward(Duration.ofMinutes(1));
        assertThat(problems.of(new IllegalStateException("y"), "/a").extensions()).containsKey("errorId");
        assertThat(log.getAll()).contains("980 more requests failed");
    }

    @Test
    void anOutageIsOneLine(CapturedOutput log) {
        for (int i = 0; i < 100; i++) {
            problems.of(new IOException(new java.util.concurrent.RejectedExecutionException("full")), "route");
        }
        assertThat(log.getAll().split("answers 503", -1)).as("the number follows a minute later").hasSize(2);
    }
}
