package com.versaai.hub.delivery.attempt;

import com.versaai.hub.provider.Fault;

/** The last attempt in place failed: the delivery is parked or given up. */
public final class DeliveryFailedException extends ProviderFailedException {

    DeliveryFailedException(String deliveryId, Fault fault, Throwable thrown) {
        super(deliveryId, fault, thrown);
    }
}
