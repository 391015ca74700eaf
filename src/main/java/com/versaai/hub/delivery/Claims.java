package com.versaai.hub.delivery;

import com.versaai.hub.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Where the provider cannot tell a repeated request from a new one, the hub writes down that it is about to send before
 * it does: claim → lease → outcome. A claim found without outcome means that the effect may have happened; it becomes a
 * dead letter for a person to decide, since sending twice cannot be taken back. Bean {@code claims}.
 */
class Claims {

    private static final Duration NO_END = Duration.ofDays(1);

    /** Tells this process's claims from those of others and of its own earlier life. */
    private final String owner = UUID.randomUUID().toString();

    private final Destinations destinations;
    private final Duration lease;
    private final DeliveryStore store;
    private final Clock clock;

    Claims(Destinations destinations, Duration lease, DeliveryStore store, Clock clock) {
        this.destinations = destinations;
        this.lease = lease;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Claims the delivery if its destination needs it.
     *
     * @throws ProviderException         IN_DOUBT when an earlier claim was never settled
     * @throws ClaimedElsewhereException when another node works on it
     */
    public void claim(Exchange exchange) {
        DeliveryTry delivery = DeliveryTry.of(exchange);
        if (destinations.get(delivery.destination()).idempotent()) {
            return;
        }
        if (delivery.fault() != null) {
            delivery.start(clock.instant());
            throw new ProviderException(delivery.destination(), delivery.fault());
        }
        renew(exchange);
    }

    /** How long the claim still holds. While it waits longer, another node takes the delivery for one that was interrupted. */
    Duration remaining(Exchange exchange) {
        DeliveryTry delivery = DeliveryTry.of(exchange);
        if (destinations.get(delivery.destination()).idempotent() || delivery.row() == null || delivery.row().leaseUntil() == null) {
            return NO_END;
        }
        return Duration.between(clock.instant(), delivery.row().leaseUntil());
    }

    /** Prolongs the claim before another attempt, which may have waited long. */
    public void renew(Exchange exchange) {
        DeliveryTry delivery = DeliveryTry.of(exchange);
        if (destinations.get(delivery.destination()).idempotent()) {
            return;
        }
        store.claim(delivery, owner, clock.instant().plus(lease));
        delivery.claimed();
    }
}
