package com.versaai.hub.gateway;

/** A setting that would leave the hub open: it must not start. The message names the key, never its value. */
final class UnsafeSettingException extends RuntimeException {

    private final String action;

    UnsafeSettingException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return action;
    }
}
