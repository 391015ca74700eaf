package com.versaai.hub.ai.chain;

import java.io.IOException;

/** A provider answered 200 with something that is no completion. */
public final class UnexpectedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    UnexpectedAnswerException(String what) {
        super("the provider's answer is " + what);
    }
}
