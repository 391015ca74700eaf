package com.versaai.hub.delivery.deadletter;

/** An edit that would put words into the mouth of somebody who signed, or of whose name is reserved. */
public final class SignedPayloadException extends IllegalArgumentException {

    SignedPayloadException(String message) {
        super(message);
    }
}
