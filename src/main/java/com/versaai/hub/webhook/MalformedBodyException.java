package com.versaai.hub.webhook;

/** A body that is not acceptable JSON. The message names the reason and place, never the content; so it has no cause. */
public final class MalformedBodyException extends RuntimeException {

    MalformedBodyException(String reason) {
        super(reason);
    }
}
