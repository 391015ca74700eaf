package com.versaai.hub.reload;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which files are broken instead of a stack trace. */
final class BrokenRoutesAnalyzer extends AbstractFailureAnalyzer<BrokenRoutesException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, BrokenRoutesException cause) {
        return new FailureAnalysis("Route files are broken:\n" + cause.getMessage(),
                "Mend them, or start without them: hub.routes.broken-at-start=skip", cause);
    }
}
