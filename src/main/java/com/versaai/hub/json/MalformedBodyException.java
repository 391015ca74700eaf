package com.versaai.hub.json;

/** A body that is not acceptable JSON or XML. The message names the reason and place, never the content; so it has no cause. */
public final class MalformedBodyException extends RuntimeException {

    /** @param reason short, without any of the content */
    public MalformedBodyException(String reason) {
        super(reason);
    }
}
