package com.versaai.hub.engine;

/** What the hub stands on is not there or not named, so that it cannot start. Message and advice hold no secret. */
public final class EngineStartException extends RuntimeException {

    private final String advice;

    /**
     * @param problem one sentence without its full stop
     * @param advice  what to do about it
     * @param cause   may be null
     */
    EngineStartException(String problem, String advice, Throwable cause) {
        super(problem, cause);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
