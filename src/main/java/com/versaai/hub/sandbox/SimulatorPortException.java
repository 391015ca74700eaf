package com.versaai.hub.sandbox;

/** The simulators' port can't be had. */
public final class SimulatorPortException extends RuntimeException {

    private final int port;

    SimulatorPortException(int port, Throwable cause) {
        super("the simulated providers can't listen on port " + port, cause);
        this.port = port;
    }

    int port() {
        return port;
    }
}
