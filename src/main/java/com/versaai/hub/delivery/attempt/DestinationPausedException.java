package com.versaai.hub.delivery.attempt;

/** The destination's circuit is open: the delivery stays in its queue and is read again. */
final class DestinationPausedException extends DeliveryWaitsException {

    DestinationPausedException(String destination) {
        super("the circuit of " + destination + " is open; its queue waits");
    }
}
