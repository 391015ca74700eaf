package com.versaai.hub.delivery.attempt;

/** A delivery cannot be tried yet. It stays in its queue and is read again. */
public abstract sealed class DeliveryWaitsException extends RuntimeException permits DestinationPausedException, RateLimitedException {

    DeliveryWaitsException(String why) {
        super(why);
    }
}
