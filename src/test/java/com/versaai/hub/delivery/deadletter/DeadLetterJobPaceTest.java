package com.versaai.hub.delivery.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.deadletter.DeadLetterJobPace.Turn;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.destination.DeliveryProperties.Destination;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeadLetterJobPaceTest {

    private final Map<String, Long> queued = new HashMap<>();
    private final List<TokenBuckets.Limit> limits = new ArrayList<>();
    /** Time stands still: what a bucket holds is all there is. */
    private final TokenBuckets buckets = new TokenBuckets() {
        @Override
        public RateLimiter limiter(String name, Limit limit) {
            limits.add(limit);
            return TokenBuckets.local().limiter(name, new Limit(1, Duration.ofDays(365), limit.burst()));
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public void close() {
            // nothing to close
        }
    };

    @Test
    void goesAtTheDestinationsRateAndAtItsOwnWhereThatIsLower() {
        DeadLetterJobPace pace = pace(Map.of("slack", new Rate(1L, Duration.ofSeconds(1)), "hubspot", new Rate(19L, Duration.ofSeconds(1)),
                "daily", new Rate(1000L, Duration.ofDays(1)), "fast", new Rate(500L, Duration.ofSeconds(1)), "any", new Rate(0L, Duration.ofSeconds(1))));

        assertThat(taken(pace, "slack")).isEqualTo(1);
        assertThat(taken(pace, "hubspot")).isEqualTo(19);
        assertThat(taken(pace, "daily")).as("not a day's at once").isEqualTo(1);
        assertThat(taken(pace, "fast")).isEqualTo(50);
        assertThat(taken(pace, "any")).isEqualTo(50);
        assertThat(taken(pace, "inbox")).as("a stage").isEqualTo(50);
        assertThat(taken(pace, "any")).as("nothing is left of this second").isZero();
        assertThat(limits).contains(new TokenBuckets.Limit(1000, Duration.ofDays(1), 1), new TokenBuckets.Limit(50, Duration.ofSeconds(1), 50));
    }

    /** What a job puts into a queue stands in front of every new message. */
    @Test
    void putsNothingIntoAQueueThatIsLongAlready() {
        DeadLetterJobPace pace = pace(Map.of("slack", new Rate(1L, Duration.ofSeconds(1)), "any", new Rate(0L, Duration.ofSeconds(1))));
        queued.put("slack", 10L);
        queued.put("any", 480L);

        Turn turn = pace.turn(Action.REPLAY);
        assertThat(turn.take("slack")).isFalse();
        assertThat(turn.shut("slack")).isTrue();
        assertThat(turn.waits()).contains("slack");
        assertThat(taken(pace, "any")).as("500 are 10 s of its pace").isEqualTo(20);

        queued.put("slack", 9L);
        assertThat(pace.turn(Action.REPLAY).take("slack")).isTrue();
    }

    @Test
    void looksAtNoQueueForWhatIsDiscarded() {
        DeadLetterJobPace pace = pace(Map.of("slack", new Rate(1L, Duration.ofSeconds(1))));
        queued.put("slack", 10_000L);
        Turn turn = pace.turn(Action.DISCARD);

        for (int i = 0; i < 1000; i++) {
            assertThat(turn.take("slack")).isTrue();
        }
    }

    @Test
    void takesNoSettingThatHasNoEnd() {
        for (Map.Entry<String, String> bad : Map.of("ahead", "0s", "keep", "10m").entrySet()) {
            assertThatThrownBy(() -> new Binder(new MapConfigurationPropertySource(Map.of("hub.dead-letters.jobs." + bad.getKey(), bad.getValue())))
                    .bindOrCreate("hub.dead-letters.jobs", DeadLetterJobProperties.class)).rootCause().hasMessageContaining(bad.getKey());
        }
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("hub.dead-letters.jobs", DeadLetterJobProperties.class))
                .isEqualTo(new DeadLetterJobProperties(50, Duration.ofSeconds(10), 10, 100_000, 200, Duration.ofDays(7)));
    }

    private static int taken(DeadLetterJobPace pace, String destination) {
        Turn turn = pace.turn(Action.REPLAY);
        int taken = 0;
        while (turn.take(destination)) {
            taken++;
        }
        return taken;
    }

    private DeadLetterJobPace pace(Map<String, Rate> rates) {
        DeliveryProperties base = Records.settings();
        Map<String, Destination> destinations = new HashMap<>();
        rates.forEach((name, rate) -> destinations.put(name, new Destination("hubspot", null, "crm", true, true, null, new Policy(null, null, rate, null, null))));
        return new DeadLetterJobPace(new DeadLetterJobProperties(50, Duration.ofSeconds(10), 10, 100, 10, Duration.ofDays(7)),
                Records.destinations(Records.settings(base.defaults(), destinations)), buckets,
                name -> queued.getOrDefault(name, 0L));
    }
}
