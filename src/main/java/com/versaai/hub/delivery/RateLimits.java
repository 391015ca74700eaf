package com.versaai.hub.delivery;

import com.versaai.hub.delivery.DeliveryProperties.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** Holds a delivery until its destination's rate allows it. Bean {@code rateLimits}. */
class RateLimits {

    private final DeliveryProperties settings;
    private final RateBuckets buckets;
    private final Map<String, RateBuckets.Bucket> byDestination = new ConcurrentHashMap<>();

    RateLimits(DeliveryProperties settings, RateBuckets buckets) {
        this.settings = settings;
        this.buckets = buckets;
    }

    /**
     * Takes one permit, waiting for it as long as it takes.
     *
     * @throws InterruptedException when the hub stops meanwhile
     */
    public void take(Exchange exchange) throws InterruptedException {
        String destination = DeliveryTry.of(exchange).destination();
        Rate rate = settings.policy(destination).rate();
        if (rate.permits() == 0) {
            return;
        }
        byDestination.computeIfAbsent(destination, name -> buckets.bucket("delivery:" + name, rate.permits(), rate.per()))
                .take(Duration.ofMinutes(4)); // below max.poll.interval: the consumer must stay in its group
    }
}
