package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lookups and deliveries of one destination: one rate, of which lookups never have more than half. */
class LookupShareTest {

    private static final Duration NOW = Duration.ofMillis(1);

    private final Records records = new Records();
    private final TokenBuckets buckets = TokenBuckets.local();

    @AfterEach
    void close() {
        buckets.close();
    }

    private RateLimits limits(long permits) {
        Policy rate = new Policy(null, null, new Rate(permits, Duration.ofHours(1)), null, null);
        return new RateLimits(Records.destinations(Records.settings(Records.settings().defaults(), Map.of("hubspot", Records.said(true, rate)))), buckets,
                new Claims(records.destinations, Duration.ofSeconds(90), records.store, records.watch), new Stopping());
    }

    private boolean delivers(RateLimits limits, String event) throws Exception {
        try {
            limits.take(records.exchange(records.delivery("hubspot", event, 0)));
            return true;
        } catch (RateLimitedException e) {
            return false;
        }
    }

    @Test
    void aFloodOfLookupsLeavesDeliveriesTheirHalf() throws Exception {
        RateLimits limits = limits(4);
        int taken = 0;
        for (int i = 0; i < 50; i++) {
            taken += limits.takeForLookup("hubspot", NOW).isZero() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(2);
        assertThat(limits.takeForLookup("hubspot", NOW)).as("when to ask again").isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(delivers(limits, "e1") && delivers(limits, "e2")).isTrue();
        assertThat(delivers(limits, "e3")).as("lookups count in the same rate").isFalse();
    }

    @Test
    void deliveriesUseAllOfTheRateAndALookupThenWaitsInVain() throws Exception {
        RateLimits limits = limits(2);
        assertThat(delivers(limits, "e1") && delivers(limits, "e2")).isTrue();
        assertThat(limits.takeForLookup("hubspot", NOW)).isPositive();
    }

    @Test
    void withoutARateNobodyWaitsAndOfOneInAnHourALookupHasOne() throws Exception {
        RateLimits unlimited = limits(0);
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.takeForLookup("hubspot", NOW)).isZero();
        }
        RateLimits slow = limits(1);
        assertThat(slow.takeForLookup("hubspot", NOW)).isZero();
        assertThat(slow.takeForLookup("hubspot", NOW)).isPositive();
    }
}
