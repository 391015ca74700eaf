package com.versaai.hub.delivery;

/** An edit that would put words into the mouth of somebody who signed, or of whose name is reserved. */
final class SignedPayloadException extends IllegalArgumentException {

    SignedPayloadException(String message) {
        super(message);
    }
}
