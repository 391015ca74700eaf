package com.versaai.hub.profile;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the sandbox doesn't start here, and what to do. */
class SandboxProfileAnalyzer extends AbstractFailureAnalyzer<SandboxRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SandboxRefusedException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
