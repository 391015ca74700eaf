package com.versaai.hub.verification;

/** Whether a request proves its sender; the reason is a metric tag and is stored with the request, so it never changes. */
public enum Verdict {
    OK("ok"),
    /** What should carry the proof, usually a header, is absent or empty. */
    MISSING("missing"),
    /** The proof is there, but is not of the sender's form. */
    MALFORMED("malformed"),
    WRONG_SIGNATURE("wrong_signature"),
    /** Rightly signed, but too long ago: a replayed request, or our clock runs ahead. */
    TIMESTAMP_TOO_OLD("timestamp_too_old"),
    /** Rightly signed, but from the future: our clock runs behind the sender's. */
    TIMESTAMP_IN_FUTURE("timestamp_in_future"),
    /** The hub has no secret for this sender: the fault is ours, not the sender's. */
    NOT_CONFIGURED("not_configured");

    private final String reason;

    Verdict(String reason) {
        this.reason = reason;
    }

    /** {@code ok} or why not, in snake case. */
    public String reason() {
        return reason;
    }

    /** True only for {@link #OK}. */
    public boolean accepted() {
        return this == OK;
    }

    /**
     * The verdict of a {@link #reason()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Verdict of(String reason) {
        for (Verdict verdict : values()) {
            if (verdict.reason.equals(reason)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("not a verdict");
    }
}
