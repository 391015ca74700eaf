package com.versaai.hub.delivery.attempt;

import com.versaai.hub.provider.Fault;

/** One attempt failed, and another one in place follows. */
public final class AttemptFailedException extends ProviderFailedException {

    AttemptFailedException(String deliveryId, Fault fault, Throwable thrown) {
        super(deliveryId, fault, thrown);
    }
}
