package com.versaai.hub.delivery.deadletter;

/** A dead letter that never was a delivery (an unreadable record): it can be looked at and discarded only. */
public final class NotReplayableException extends RuntimeException {

    NotReplayableException(String deliveryId) {
        super(deliveryId + " is not a delivery and cannot be edited or replayed; discard it");
    }
}
