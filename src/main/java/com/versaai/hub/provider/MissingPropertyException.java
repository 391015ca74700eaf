package com.versaai.hub.provider;

/** A setting a connector needs is missing or unusable. The message names the property, never its value: it may be logged. */
public final class MissingPropertyException extends IllegalStateException {

    /** @param message names the property, not its value */
    public MissingPropertyException(String message) {
        super(message);
    }
}
