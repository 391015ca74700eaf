package com.versaai.hub.delivery.attempt;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Where the provider cannot tell a repeated request from a new one, the hub writes down that it is about to send before
 * it does: claim → lease → outcome. A claim found without outcome means that the effect may have happened; it becomes a
 * dead letter for a person to decide, since sending twice cannot be taken back. Bean {@code claims}.
 */
class Claims {

    /** When it was claimed, by the clock that nobody can set. */
    private static final String CLAIMED_AT = "hub.delivery.claimed-at";
    private static final Duration NO_END = Duration.ofDays(1);
    private static final Fault INTERRUPTED = new Fault(FaultClass.IN_DOUBT, null, "interrupted",
            "The hub stopped between sending and recording the answer; the effect may have happened.", null, null);

    /** Tells this process's claims from those of others and of its own earlier life. */
    private final String owner = UUID.randomUUID().toString();

    private final Destinations destinations;
    private final Duration lease;
    private final DeliveryRepository store;
    private final ClockWatch clock;

    Claims(Destinations destinations, Duration lease, DeliveryRepository store, ClockWatch clock) {
        this.destinations = destinations;
        this.lease = lease;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Lets nothing pass that was claimed and never settled.
     *
     * @throws ClaimedElsewhereException while the lease holds: whoever claimed it may still be sending
     * @throws DeliveryFailedException   IN_DOUBT when it is over: the hub stopped between sending and recording the answer
     */
    public void refuseUnsettled(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        DeliveryRepository.Row row = delivery.row();
        if (row == null || row.state() != DeliveryState.CLAIMED) {
            return;
        }
        Instant until = end(delivery, row);
        if (until != null && until.isAfter(clock.forLeases(lease))) {
            throw new ClaimedElsewhereException(delivery.delivery().id(), until);
        }
        if (!destinations.get(delivery.destination()).idempotent()) {
            delivery.failed(clock.now(), INTERRUPTED, null);
            throw new DeliveryFailedException(delivery.delivery().id(), INTERRUPTED, null);
        }
    }

    /** Never later than a claim's that is made now: the clock may have been set back since, and the record stands before all that follow it. */
    private Instant end(DeliveryPass delivery, DeliveryRepository.Row row) {
        Instant latest = clock.latest(lease);
        if (row.leaseUntil() == null || !row.leaseUntil().isAfter(latest.plus(ClockWatch.TOLERANCE))) {
            return row.leaseUntil();
        }
        clock.fromTheFuture(row.leaseUntil().minus(lease));
        store.shorten(delivery.delivery().id(), row.leaseUntil(), latest);
        return latest;
    }

    /**
     * Claims the delivery if its destination needs it, or prolongs its claim before another attempt.
     *
     * @throws ClaimedElsewhereException when another pass was faster
     */
    public void claim(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        if (!destinations.get(delivery.destination()).idempotent()) {
            store.claim(delivery, owner, clock.latest(lease));
            exchange.setProperty(CLAIMED_AT, clock.steady().instant());
        }
    }

    /** How long the claim still holds. While it waits longer, another node takes the delivery for one that was interrupted. */
    Duration remaining(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        if (destinations.get(delivery.destination()).idempotent() || delivery.row() == null || delivery.row().leaseUntil() == null) {
            return NO_END;
        }
        Instant claimed = exchange.getProperty(CLAIMED_AT, Instant.class);
        return claimed == null ? NO_END : Duration.between(clock.steady().instant(), claimed.plus(lease));
    }
}
