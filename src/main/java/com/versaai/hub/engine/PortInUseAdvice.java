package com.versaai.hub.engine;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a taken port into two lines that say what to do, instead of a stack trace. */
final class PortInUseAdvice extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        return new FailureAnalysis(cause.getMessage() + ".",
                "Stop the other process (another hub?), or choose another port with " + cause.property() + ".", cause);
    }
}
