package com.versaai.hub.delivery.attempt;

import com.versaai.hub.provider.Fault;

/** A call to a provider failed, and its fault is known and in the history. Its type says what follows. */
public abstract sealed class ProviderFailedException extends RuntimeException permits AttemptFailedException, DeliveryFailedException {

    private final transient Fault fault;

    ProviderFailedException(String deliveryId, Fault fault, Throwable thrown) {
        super(deliveryId + ": " + fault.faultClass() + ' ' + fault.code());
        this.fault = fault;
        // Not as cause: Camel's policies look at causes first, and what failed over there must not be taken for the hub's own database.
        if (thrown != null) {
            addSuppressed(thrown);
        }
    }

    /** What the provider's answer, or its silence, means. */
    Fault fault() {
        return fault;
    }
}
