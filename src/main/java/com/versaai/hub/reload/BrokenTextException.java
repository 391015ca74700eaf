package com.versaai.hub.reload;

/** A candidate text cannot be put on a stage; the message says where it is broken, one line for each place. */
public final class BrokenTextException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenTextException(String message) {
        super(message);
    }
}
