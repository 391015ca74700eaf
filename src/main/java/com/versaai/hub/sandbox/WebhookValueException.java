package com.versaai.hub.sandbox;

import java.util.List;

/** A value that a sample webhook can't have. */
public final class WebhookValueException extends RuntimeException {

    private final transient List<String> names;

    /**
     * @param message for the caller
     * @param names   of what is wrong, or of what could be given
     */
    public WebhookValueException(String message, List<String> names) {
        super(message, null, false, false);
        this.names = List.copyOf(names);
    }

    List<String> names() {
        return names;
    }
}
