package com.versaai.hub.inbound.load;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of first loads.
 *
 * @param perSecond records a second that get into the inbox, of all loads together
 * @param ahead     none does while more requests wait there: what providers send goes first
 * @param records   most of one load; with more it fails
 * @param open      loads that run or are stopped at once
 * @param kept      ended loads that are remembered
 */
@Validated
@ConfigurationProperties("hub.loads")
record LoadSettings(
        @Min(1) @Max(10_000) @DefaultValue("50") int perSecond,
        @Min(1) @Max(1_000_000) @DefaultValue("500") long ahead,
        @Min(1) @DefaultValue("1000000") long records,
        @Min(1) @Max(100) @DefaultValue("10") int open,
        @Min(1) @Max(1_000) @DefaultValue("100") int kept) {
}
