package com.versaai.hub.verification;

/** A request that can't be judged any further. Without a stack trace: strangers decide how often it is thrown. */
final class RefusedException extends Exception {

    private final transient Verdict verdict;

    private RefusedException(Verdict verdict) {
        super(verdict.reason(), null, false, false);
        this.verdict = verdict;
    }

    /** Nothing is there that could prove anything. */
    static RefusedException missing() {
        return new RefusedException(Verdict.MISSING);
    }

    /** What is there is not of the sender's form. */
    static RefusedException malformed() {
        return new RefusedException(Verdict.MALFORMED);
    }

    Verdict verdict() {
        return verdict;
    }
}
