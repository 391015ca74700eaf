package com.versaai.hub.delivery.attempt;

/** No permit of the destination's rate limit became free in time; the delivery stays in its queue. */
final class RateLimitedException extends DeliveryWaitsException {

    RateLimitedException(String destination) {
        super("no permit of the rate limit of " + destination + " became free in time; the delivery stays in its queue");
    }
}
