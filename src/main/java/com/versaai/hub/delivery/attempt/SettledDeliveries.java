package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Answers the idempotent consumer from the table of deliveries: has this one, in this round, been settled? Nothing is
 * added here, since the outcome itself is the mark: a mark set before the outcome could lose the survivor, one set
 * separately after it could be lost in a kill between the two. Bean {@code settledDeliveries}.
 */
public class SettledDeliveries extends ServiceSupport implements IdempotentRepository {

    private final DeliveryRepository store;
    private final MeterRegistry meters;

    public SettledDeliveries(DeliveryRepository store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public boolean contains(Exchange exchange, String deliveryId) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        DeliveryRepository.Row row = store.find(deliveryId);
        delivery.found(row);
        boolean settled = row != null && settled(row, delivery.delivery().round());
        if (settled) {
            meters.counter("hub.delivery.duplicates", "destination", delivery.destination()).increment();
        }
        return settled;
    }

    private static boolean settled(DeliveryRepository.Row row, int round) {
        return switch (row.state()) {
            case DELIVERED, DISCARDED, SUPERSEDED -> true;
            case DEAD -> round <= row.round();
            case CLAIMED, WAITING, PARKED, QUEUED -> round < row.round();
        };
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
