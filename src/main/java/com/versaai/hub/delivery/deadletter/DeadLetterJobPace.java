package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets.Limit;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * How fast a job's letters go back: at their destination's rate, and only while little lies in its queue, since new messages
 * stand behind what is put there. A queue that waits for its circuit so holds the job as well.
 */
class DeadLetterJobPace {

    private final DeadLetterJobProperties jobs;
    private final ToLongFunction<String> queued;
    private final Destinations destinations;
    private final TokenBuckets buckets;
    private final Map<Rate, Way> ways = new ConcurrentHashMap<>();
    private final Way other;

    /** @param queued how many deliveries wait in the queue of a destination or stage */
    DeadLetterJobPace(DeadLetterJobProperties jobs, Destinations destinations, TokenBuckets buckets, ToLongFunction<String> queued) {
        this.jobs = jobs;
        this.queued = queued;
        this.destinations = destinations;
        this.buckets = buckets;
        this.other = way((Rate) null);
    }

    /** @param most deliveries in the queue up to which more are put there */
    private record Way(RateLimiter rate, long most) {
    }

    private Way way(String destination) {
        Destination known = destinations.all().get(destination);
        return known == null ? other : ways.computeIfAbsent(known.policy().rate(), this::way);
    }

    private Way way(Rate rate) {
        double own = rate == null || rate.permits() == 0 ? Double.MAX_VALUE : rate.permits() / (rate.per().toNanos() / 1e9);
        Limit limit = own >= jobs.perSecond() ? new Limit(jobs.perSecond(), Duration.ofSeconds(1), jobs.perSecond())
                : new Limit(rate.permits(), rate.per(), Math.max(1, (long) own));
        double perSecond = Math.min(own, jobs.perSecond());
        return new Way(buckets.limiter("dead-letter-jobs", limit), Math.max(1, (long) Math.ceil(perSecond * jobs.ahead().toMillis() / 1000)));
    }

    /** One look at the job. */
    Turn turn(Action action) {
        return new Turn(action);
    }

    /** What one look at a job may do; asks each queue once. */
    final class Turn {

        private final Action action;
        private final Map<String, Long> room = new HashMap<>();
        private final Set<String> shut = new HashSet<>();
        private String waits;

        private Turn(Action action) {
            this.action = action;
        }

        /** Whether nothing more goes there at this look. */
        boolean shut(String destination) {
            return shut.contains(destination);
        }

        /** Whether one more letter may go there now. What is discarded goes nowhere. */
        boolean take(String destination) {
            if (action == Action.DISCARD) {
                return true;
            }
            Way way = way(destination);
            long left = room.computeIfAbsent(destination, name -> way.most - queued.applyAsLong(name));
            if (left <= 0) {
                waits = "The queue of " + destination + " is long enough: what lies there goes first.";
            }
            if (left <= 0 || !way.rate.tryTake(destination).isZero()) {
                shut.add(destination);
                return false;
            }
            room.put(destination, left - 1);
            return true;
        }

        /** Why nothing went, or null. */
        String waits() {
            return waits;
        }
    }
}
