package com.versaai.hub.gateway;

import java.time.Duration;
import java.util.Map;

/** A request that can't be served, with the answer the caller gets. Thrown by beans behind the border; carries no stack trace. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    /**
     * @param status     HTTP status, 400 to 599
     * @param slug       last part of the problem's type: lower case, words joined by {@code -}
     * @param detail     what is wrong, without the caller's values
     * @param retryAfter when to try again, or null
     */
    public ProblemException(int status, String slug, String detail, Duration retryAfter) {
        this(status, slug, detail, retryAfter, Map.of());
    }

    /**
     * @param status     HTTP status, 400 to 599
     * @param slug       last part of the problem's type
     * @param detail     what is wrong, without the caller's values
     * @param retryAfter when to try again, or null
     * @param extensions further members of the answer, such as {@code pointer}
     */
    public ProblemException(int status, String slug, String detail, Duration retryAfter, Map<String, Object> extensions) {
        // A caller's mistake is not ours to trace, and traces are the costly part of an exception.
        super(status + " " + slug + ": " + detail, null, false, false);
        this.problem = Problem.of(status, slug, detail, extensions, retryAfter);
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }
}
