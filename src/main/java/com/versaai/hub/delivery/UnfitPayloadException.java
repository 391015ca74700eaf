package com.versaai.hub.delivery;

/** A payload with which a dead letter could not go back to where it failed. */
final class UnfitPayloadException extends IllegalArgumentException {

    UnfitPayloadException(String message) {
        super(message);
    }
}
