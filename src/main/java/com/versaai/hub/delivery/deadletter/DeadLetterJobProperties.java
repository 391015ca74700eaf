package com.versaai.hub.delivery.deadletter;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bulk acts on dead letters ({@code hub.dead-letters.jobs.*}).
 *
 * @param perSecond letters a second that go back to one destination at most; fewer where its own rate is lower
 * @param ahead     a job waits while more lies in a destination's queue than it may take in this time: new messages stand behind that
 * @param open      jobs that run or are stopped at once, on all nodes; no further one starts
 * @param letters   letters that all these jobs still have to do, together
 * @param kept      finished jobs that are remembered
 * @param keep      how long jobs are remembered after they finished or were stopped
 */
@Validated
@ConfigurationProperties("hub.dead-letters.jobs")
public record DeadLetterJobProperties(
        @Min(1) @Max(10_000) @DefaultValue("50") int perSecond,
        @NotNull @DefaultValue("10s") Duration ahead,
        @Min(1) @Max(100) @DefaultValue("10") int open,
        @Min(1) @Max(1_000_000) @DefaultValue("100000") int letters,
        @Min(1) @Max(1_000) @DefaultValue("200") int kept,
        @NotNull @DefaultValue("7d") Duration keep) {

    public DeadLetterJobProperties {
        if (ahead.isNegative() || ahead.isZero() || ahead.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("hub.dead-letters.jobs.ahead must be more than 0 and at most 1h");
        }
        if (keep.compareTo(Duration.ofHours(1)) < 0 || keep.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("hub.dead-letters.jobs.keep must be 1h to 365d");
        }
    }
}
