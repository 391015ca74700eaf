package com.versaai.hub.sandbox;

import com.versaai.hub.profile.SandboxRefusedException;

/** The simulators' port can't be had. */
public final class SimulatorPortException extends SandboxRefusedException {

    SimulatorPortException(int port, Throwable cause) {
        super("The simulated providers can't listen on port " + port + ": it is in use.",
                "Stop what listens there (another hub?), or choose another port with --hub.sandbox.simulators.port=<port>; the "
                        + "hub.provider.*.base-url settings must name the same port. Port 8080 must be free as well.", cause);
    }
}
