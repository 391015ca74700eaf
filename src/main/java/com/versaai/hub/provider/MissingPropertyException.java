package com.versaai.hub.provider;

/** A setting a connector needs is missing or unusable; names the property, never its value. */
final class MissingPropertyException extends IllegalStateException {

    MissingPropertyException(String message) {
        super(message);
    }
}
