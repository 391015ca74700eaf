package com.versaai.hub.delivery;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Answers the idempotent consumer from the table of deliveries: has this one, in this round, been settled? Nothing is
 * added here, since the outcome itself is the mark: a mark set before the outcome could lose the survivor, one set
 * separately after it could be lost in a kill between the two. Bean {@code deliveryLog}.
 */
class DeliveryLog extends ServiceSupport implements IdempotentRepository {

    private final DeliveryStore store;
    private final Clock clock;
    private final MeterRegistry meters;

    DeliveryLog(DeliveryStore store, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public boolean contains(Exchange exchange, String deliveryId) {
        DeliveryTry delivery = DeliveryTry.of(exchange);
        DeliveryStore.Row row = store.find(deliveryId);
        delivery.found(row);
        boolean settled = row != null && settled(row, delivery.delivery().round());
        if (settled) {
            meters.counter("hub.delivery.duplicates", "destination", delivery.destination()).increment();
        } else if (row != null && row.state() == DeliveryState.CLAIMED) {
            takeOver(delivery, row);
        }
        return settled;
    }

    private static boolean settled(DeliveryStore.Row row, int round) {
        return switch (row.state()) {
            case DELIVERED, DISCARDED -> true;
            case DEAD -> round <= row.round();
            case CLAIMED, WAITING, PARKED, QUEUED -> round < row.round();
        };
    }

    /** Somebody claimed it and did not settle it. While the lease holds that somebody may still be sending. */
    private void takeOver(DeliveryTry delivery, DeliveryStore.Row row) {
        if (row.leaseUntil() != null && row.leaseUntil().isAfter(clock.instant())) {
            throw new ClaimedElsewhereException(delivery.delivery().id(), row.leaseUntil());
        }
        delivery.fault(new Fault(FaultClass.IN_DOUBT, null, "interrupted",
                "The hub stopped between sending and recording the answer; the effect may have happened.", null, null));
    }

    @Override
    public boolean add(String key) {
        return true;
    }

    @Override
    public boolean add(Exchange exchange, String key) {
        return true;
    }

    @Override
    public boolean contains(String key) {
        throw new UnsupportedOperationException("asked without the exchange");
    }

    @Override
    public boolean remove(String key) {
        return true;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        // the table is history too; it is never emptied as a whole
    }
}
