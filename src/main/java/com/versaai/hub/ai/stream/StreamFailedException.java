package com.versaai.hub.ai.stream;

/** A stream that broke; the message is a short code. */
public final class StreamFailedException extends RuntimeException {

    StreamFailedException(String code) {
        // Expected where providers fail; its trace would say nothing.
        super(code, null, false, false);
    }
}
