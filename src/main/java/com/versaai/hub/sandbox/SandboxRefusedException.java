package com.versaai.hub.sandbox;

/** The sandbox doesn't start here. */
final class SandboxRefusedException extends RuntimeException {

    private final String action;

    /**
     * @param description what was found; names of settings, never their values
     * @param action      what to do about it
     */
    SandboxRefusedException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
