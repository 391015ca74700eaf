package com.versaai.hub.storage;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The disk under the embedded engines ({@code hub.disk.*}). On a small disk 10 and 5 % of it are the limits, where that is less.
 *
 * @param warnBelow free space below which the hub warns
 * @param stopBelow free space below which it takes nothing new; what it has accepted still has to fit in
 * @param look      time between two looks
 */
@Validated
@ConfigurationProperties("hub.disk")
record DiskSettings(@NotNull @DefaultValue("2GB") DataSize warnBelow, @NotNull @DefaultValue("512MB") DataSize stopBelow,
                    @NotNull @DefaultValue("2s") Duration look) {

    DiskSettings {
        if (stopBelow.compareTo(warnBelow) > 0) {
            throw new IllegalArgumentException("hub.disk.stop-below is more than hub.disk.warn-below: nobody would be warned");
        }
    }

    long warnBelow(long total) {
        return Math.min(warnBelow.toBytes(), total / 10);
    }

    long stopBelow(long total) {
        return Math.min(stopBelow.toBytes(), total / 20);
    }
}
