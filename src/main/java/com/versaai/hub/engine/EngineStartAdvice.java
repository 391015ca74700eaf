package com.versaai.hub.engine;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Problem and advice instead of a stack trace. */
final class EngineStartAdvice extends AbstractFailureAnalyzer<EngineStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EngineStartException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.advice(), cause);
    }
}
