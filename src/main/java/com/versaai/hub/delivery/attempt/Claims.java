package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Clock;
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

    private static final Duration NO_END = Duration.ofDays(1);
    private static final Fault INTERRUPTED = new Fault(FaultClass.IN_DOUBT, null, "interrupted",
            "The hub stopped between sending and recording the answer; the effect may have happened.", null, null);

    /** Tells this process's claims from those of others and of its own earlier life. */
    private final String owner = UUID.randomUUID().toString();

    private final Destinations destinations;
    private final Duration lease;
    private final DeliveryRepository store;
    private final Clock clock;

    Claims(Destinations destinations, Duration lease, DeliveryRepository store, Clock clock) {
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
        Instant now = clock.instant();
        if (row.leaseUntil() != null && row.leaseUntil().isAfter(now)) {
            throw new ClaimedElsewhereException(delivery.delivery().id(), row.leaseUntil());
        }
        if (!destinations.get(delivery.destination()).idempotent()) {
            delivery.failed(now, INTERRUPTED, null);
            throw new DeliveryFailedException(delivery.delivery().id(), INTERRUPTED, null);
        }
    }

    /**
     * Claims the delivery if its destination needs it, or prolongs its claim before another attempt.
     *
     * @throws ClaimedElsewhereException when another pass was faster
     */
    public void claim(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        if (!destinations.get(delivery.destination()).idempotent()) {
            store.claim(delivery, owner, clock.instant().plus(lease));
        }
    }

    /** How long the claim still holds. While it waits longer, another node takes the delivery for one that was interrupted. */
    Duration remaining(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        if (destinations.get(delivery.destination()).idempotent() || delivery.row() == null || delivery.row().leaseUntil() == null) {
            return NO_END;
        }
        return Duration.between(clock.instant(), delivery.row().leaseUntil());
    }
}
