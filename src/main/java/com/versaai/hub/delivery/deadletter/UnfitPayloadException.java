package com.versaai.hub.delivery.deadletter;

/** A payload with which a dead letter could not go back to where it failed. */
public final class UnfitPayloadException extends IllegalArgumentException {

    UnfitPayloadException(String message) {
        super(message);
    }
}
