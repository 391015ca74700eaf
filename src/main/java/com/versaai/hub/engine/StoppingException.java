package com.versaai.hub.engine;

/** The hub stops; what waited is done after the next start. */
public final class StoppingException extends RuntimeException {

    StoppingException() {
        super("the hub stops");
    }
}
