package com.versaai.hub.delivery;

import com.versaai.hub.delivery.DeliveryProperties.Rate;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.rate.TokenBuckets.Limit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** Holds a delivery until its destination's rate allows it. Bean {@code rateLimits}. */
class RateLimits {

    /** Below max.poll.interval: the consumer must stay in its group. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final DeliveryProperties settings;
    private final Map<String, RateLimiter> byDestination = new HashMap<>();

    RateLimits(DeliveryProperties settings, TokenBuckets buckets) {
        this.settings = settings;
        settings.destinations().keySet().forEach(name -> {
            Rate rate = settings.policy(name).rate();
            byDestination.put(name, buckets.limiter("delivery", new Limit(rate.permits(), rate.per(), rate.permits())));
        });
    }

    /**
     * Takes one permit, waiting for it.
     *
     * @throws RateLimitedException when there is none within minutes
     * @throws InterruptedException when the hub stops meanwhile
     */
    public void take(Exchange exchange) throws InterruptedException {
        String destination = DeliveryTry.of(exchange).destination();
        settings.destination(destination); // refuses a name nobody knows
        if (!byDestination.get(destination).take(destination, LONGEST)) {
            throw new RateLimitedException(destination);
        }
    }
}
