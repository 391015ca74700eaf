package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.destination.DeliveryProperties.KeyRate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.Destination;
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

/**
 * Holds a delivery until its destination's rate allows it: that of its key first (a channel, where the policy has a {@code key-rate}), then that of all.
 * What is asked for besides counts in the same rate. Bean {@code rateLimits}.
 */
public class RateLimits {

    /** Below max.poll.interval: the consumer must stay in its group. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    /** A bucket asks for some time to wait, even when there is none. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Destinations destinations;
    private final TokenBuckets buckets;
    private final Claims claims;
    private final Stopping stopping;
    private final Map<String, Limited> byDestination = new ConcurrentHashMap<>();
    private final Map<KeyRate, RateLimiter> byKey = new ConcurrentHashMap<>();

    RateLimits(Destinations destinations, TokenBuckets buckets, Claims claims, Stopping stopping) {
        this.destinations = destinations;
        this.buckets = buckets;
        this.claims = claims;
        this.stopping = stopping;
    }

    /** @param lookups what may be asked for besides deliveries: half of the rate, so that deliveries always have the other half */
    private record Limited(Rate rate, RateLimiter limiter, RateLimiter lookups) {
    }

    /** Of the numbers that hold now: a manifest can change them. */
    private Limited limited(Destination destination) {
        Rate rate = destination.policy().rate();
        return byDestination.compute(destination.name(), (name, known) -> known != null && known.rate.equals(rate) ? known
                : new Limited(rate, buckets.limiter("delivery", new Limit(rate.permits(), rate.per(), rate.permits())), buckets.limiter("lookup", half(rate))));
    }

    private static Limit half(Rate rate) {
        long half = rate.permits() == 0 ? 0 : Math.max(1, rate.permits() / 2);
        return new Limit(half, rate.permits() == 1 ? rate.per().multipliedBy(2) : rate.per(), half);
    }

    /**
     * Takes one permit for something that is no delivery.
     *
     * @param longest wait for it
     * @return zero when it was taken, else after how long it makes sense to ask again
     * @throws com.versaai.hub.engine.StoppingException when the hub stops before there is one
     */
    public Duration takeForLookup(String destination, Duration longest) throws Exception {
        Limited limited = limited(destinations.get(destination));
        Duration wait = limited.lookups.tryTake(destination);
        if (!wait.isZero()) {
            return wait;
        }
        return stopping.unless(() -> limited.limiter.take(destination, longest)) ? Duration.ZERO : longest;
    }

    /** One for all destinations with the same numbers; the account is part of the key, for that is whom the provider counts. */
    private RateLimiter keyLimiter(KeyRate rate) {
        long permits = rate.permits() == null ? 0 : rate.permits();
        return byKey.computeIfAbsent(rate, numbers -> buckets.limiter("delivery-key",
                new Limit(permits, numbers.per() == null ? Duration.ofSeconds(1) : numbers.per(), permits)));
    }

    /** More than all are never there. */
    private static long permits(Destination destination, String action) {
        return Math.max(1, Math.min(destination.permitsOf(action), destination.policy().rate().permits()));
    }

    /**
     * Takes the permits of its action, usually one, waiting for them; where the delivery is claimed already, no longer than the claim holds.
     *
     * @throws RateLimitedException                     when there is none within that time
     * @throws com.versaai.hub.engine.StoppingException when the hub stops before there is one
     */
    public void take(Exchange exchange) throws Exception {
        DeliveryPass pass = DeliveryPass.of(exchange);
        Destination destination = destinations.get(pass.destination());
        Duration most = claims.remaining(exchange);
        Duration longest = most.compareTo(SHORTEST) < 0 ? SHORTEST : most.compareTo(LONGEST) > 0 ? LONGEST : most;
        if (!take(destination, pass.delivery().payload(), permits(destination, pass.delivery().action()), longest)) {
            throw new RateLimitedException(destination.name());
        }
    }

    /**
     * Takes one permit for a call that is no delivery, out of the same buckets.
     *
     * @return false when there is none within that time
     * @throws com.versaai.hub.engine.StoppingException when the hub stops before there is one
     */
    public boolean take(String destination, JsonNode payload, Duration most) throws Exception {
        return take(destinations.get(destination), payload, 1, most);
    }

    /** Of the key one, however many calls it takes: it is one message there. */
    private boolean take(Destination destination, JsonNode payload, long permits, Duration longest) throws Exception {
        String key = destination.keyOf(payload);
        if (key != null) {
            RateLimiter each = keyLimiter(destination.policy().keyRate());
            String whose = destination.account() + '/' + key;
            if (!stopping.unless(() -> each.take(whose, longest))) {
                return false;
            }
        }
        RateLimiter all = limited(destination).limiter;
        return stopping.unless(() -> all.take(destination.name(), permits, longest));
    }
}
