package com.versaai.hub.ai;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.status.*}: how many errors are too many.
 *
 * @param window           how far back they are counted
 * @param degradedAbove    more than this: DEGRADED
 * @param unavailableAbove more than this: UNAVAILABLE
 */
@Validated
@ConfigurationProperties("hub.ai.status")
record StatusSettings(
        @NotNull @DefaultValue("5m") Duration window,
        @Min(0) @DefaultValue("10") int degradedAbove,
        @Min(1) @DefaultValue("20") int unavailableAbove) {

    /** As many times are remembered as it takes to tell. */
    private static final int MOST = 100_000;

    StatusSettings {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("hub.ai.status.window must be longer than nothing");
        }
        if (unavailableAbove <= degradedAbove || unavailableAbove > MOST) {
            throw new IllegalArgumentException("hub.ai.status.unavailable-above must be more than degraded-above and at most " + MOST);
        }
    }
}
