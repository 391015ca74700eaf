package com.versaai.hub.sandbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in three lines what to do when the simulators' port is taken. */
class SimulatorPortAnalyzer extends AbstractFailureAnalyzer<SimulatorPortException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SimulatorPortException cause) {
        return new FailureAnalysis("The simulated providers can't listen on port " + cause.port() + ": it is in use.",
                "Stop what listens there (another hub?), or choose another port with --hub.sandbox.simulators.port=<port>; the "
                        + "hub.provider.*.base-url settings must name the same port. Port 8080 must be free as well.", cause);
    }
}
