package com.versaai.hub.delivery.lookup;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How contacts are looked up.
 *
 * @param entries     addresses whose answer is kept, of each destination
 * @param foundFor    how long an answer with contacts is kept; zero for not at all
 * @param unknownFor  how long an answer without any is kept: shorter, for it is who came just now that is asked for
 * @param longestWait for a turn, and for a permit of the destination's rate; both together hold a thread
 */
@Validated
@ConfigurationProperties("hub.lookup")
record LookupSettings(@Min(1) @DefaultValue("10000") int entries, @DefaultValue("5m") Duration foundFor, @DefaultValue("30s") Duration unknownFor,
        @DefaultValue("1s") Duration longestWait) {
}
