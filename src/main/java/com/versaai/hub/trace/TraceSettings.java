package com.versaai.hub.trace;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.trace.*}.
 *
 * @param routes ids of the routes whose steps are noted from the start and without end; none, unless somebody asks for it
 * @param events most events that are remembered, the latest
 * @param memory most characters of all that is remembered; the oldest go first
 */
@Validated
@ConfigurationProperties("hub.trace")
record TraceSettings(@DefaultValue Set<String> routes, @DefaultValue("100") @Min(1) @Max(10_000) int events,
        @DefaultValue("4000000") @Min(10_000) @Max(100_000_000) long memory) {
}
