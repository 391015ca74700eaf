package com.versaai.hub.alert;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How alerts are grouped; who gets them is said in {@code routes/events/AlertEvents.java}.
 *
 * @param window how long what is alike is counted before it is told again
 * @param codes  most groups of one service; codes come from outside, and further ones are one group together
 * @param groups most groups altogether
 */
@Validated
@ConfigurationProperties("hub.alerts")
record AlertSettings(
        @NotNull @DefaultValue("5m") Duration window,
        @Min(1) @DefaultValue("10") int codes,
        @Min(1) @DefaultValue("100") int groups) {

    AlertSettings {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("hub.alerts.window must be 1s to 1d");
        }
    }
}
