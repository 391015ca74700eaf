package com.versaai.hub.delivery.deadletter;

/** A bulk act cannot start now, or not go where it was told to; the message says what to do. */
public final class JobRefusedException extends IllegalStateException {

    JobRefusedException(String message) {
        super(message);
    }
}
