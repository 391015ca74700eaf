package com.versaai.hub.sandbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when both profiles are on. */
class SandboxProfileAnalyzer extends AbstractFailureAnalyzer<SandboxProfileGuard.SandboxInClusterException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SandboxProfileGuard.SandboxInClusterException cause) {
        return new FailureAnalysis("The profiles 'sandbox' (simulated providers, public credentials) and 'cluster' are both active.",
                "Activate one of them: --spring.profiles.active=cluster for real providers, nothing for the sandbox.", cause);
    }
}
