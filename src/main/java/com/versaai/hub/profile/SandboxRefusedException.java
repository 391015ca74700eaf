package com.versaai.hub.profile;

/** The sandbox doesn't start here. */
public class SandboxRefusedException extends RuntimeException {

    private final String action;

    /**
     * @param description what was found; names of settings, never their values
     * @param action      what to do about it
     */
    public SandboxRefusedException(String description, String action) {
        this(description, action, null);
    }

    /** The same with what it was found by. */
    protected SandboxRefusedException(String description, String action, Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
