package com.versaai.hub.delivery.attempt;

/** A record in {@code hub.deliveries.*} that is not a delivery: somebody else wrote it. */
public final class UnreadableDeliveryException extends RuntimeException {

    UnreadableDeliveryException(String why) {
        super("not a delivery: " + why);
    }
}
