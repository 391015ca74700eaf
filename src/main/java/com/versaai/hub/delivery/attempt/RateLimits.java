package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets.Limit;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** Holds a delivery until its destination's rate allows it. Bean {@code rateLimits}. */
class RateLimits {

    /** Below max.poll.interval: the consumer must stay in its group. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    /** A bucket asks for some time to wait, even when there is none. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Destinations destinations;
    private final TokenBuckets buckets;
    private final Claims claims;
    private final Stopping stopping;
    private final Map<String, Limited> byDestination = new ConcurrentHashMap<>();

    RateLimits(Destinations destinations, TokenBuckets buckets, Claims claims, Stopping stopping) {
        this.destinations = destinations;
        this.buckets = buckets;
        this.claims = claims;
        this.stopping = stopping;
    }

    private record Limited(Rate rate, RateLimiter limiter) {
    }

    /** Of the numbers that hold now: a manifest can change them. */
    private RateLimiter limiter(String destination) {
        Rate rate = destinations.get(destination).policy().rate();
        return byDestination.compute(destination, (name, known) -> known != null && known.rate.equals(rate) ? known
                : new Limited(rate, buckets.limiter("delivery", new Limit(rate.permits(), rate.per(), rate.permits())))).limiter;
    }

    /** More than all are never there. */
    private long permits(String destination, String action) {
        long all = destinations.get(destination).policy().rate().permits();
        return Math.max(1, Math.min(destinations.get(destination).permitsOf(action), all));
    }

    /**
     * Takes the permits of its action, usually one, waiting for them; where the delivery is claimed already, no longer than the claim holds.
     *
     * @throws RateLimitedException                     when there is none within that time
     * @throws com.versaai.hub.engine.StoppingException when the hub stops before there is one
     */
    public void take(Exchange exchange) throws Exception {
        String destination = DeliveryPass.of(exchange).destination();
        RateLimiter limiter = limiter(destination);
        long permits = permits(destination, DeliveryPass.of(exchange).delivery().action());
        Duration most = claims.remaining(exchange);
        Duration longest = most.compareTo(SHORTEST) < 0 ? SHORTEST : most.compareTo(LONGEST) > 0 ? LONGEST : most;
        if (!stopping.unless(() -> limiter.take(destination, permits, longest))) {
            throw new RateLimitedException(destination);
        }
    }
}
