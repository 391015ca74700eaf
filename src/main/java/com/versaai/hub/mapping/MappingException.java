package com.versaai.hub.mapping;

/** A mapping file is missing, was never valid, or failed on an event. The message names the file and holds no event data. */
public final class MappingException extends RuntimeException {

    /** @param message names the file, and holds nothing of what it was asked about */
    public MappingException(String message) {
        super(message);
    }

    MappingException(String message, Throwable cause) {
        super(message, cause);
    }
}
