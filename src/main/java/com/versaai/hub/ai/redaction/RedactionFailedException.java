package com.versaai.hub.ai.redaction;

/** A text could not be searched to its end, so it must not leave the hub. Names the kind that was looked for, never the text. */
public final class RedactionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RedactionFailedException(String kind) {
        super("the redaction pattern '" + kind + "' takes too long on this prompt", null, false, false);
    }
}
