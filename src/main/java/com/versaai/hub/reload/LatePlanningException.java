package com.versaai.hub.reload;

/** Deliveries of a route would be lost. Its text quotes the route's own steps and no value. */
final class LatePlanningException extends IllegalArgumentException {

    private final int line;

    LatePlanningException(LatePlans.Late late) {
        super(late.why());
        this.line = Math.max(0, late.step().getLineNumber());
    }

    /** 0 where it is not known. */
    int line() {
        return line;
    }
}
