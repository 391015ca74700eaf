package com.versaai.hub.reload;

/** A route that could be built and would do harm; the text is ours and quotes nothing but addresses' schemes and ids. */
final class UnfitRouteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int line;

    /** @param line 0 where it is not known */
    UnfitRouteException(String message, int line) {
        super(message);
        this.line = Math.max(0, line);
    }

    int line() {
        return line;
    }
}
