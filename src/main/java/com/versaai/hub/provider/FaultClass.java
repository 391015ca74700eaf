package com.versaai.hub.provider;

/** What a failed provider call means for the delivery (design §4, provider reference §0.3). */
public enum FaultClass {
    /** Network fault, 408, 5xx, lock conflicts: the same request may succeed later. */
    TRANSIENT,
    /** 429 and its relatives: the provider asks to wait, see {@link Fault#retryAfter()}. */
    RATE_LIMITED,
    /** The request itself is wrong for this provider; sending it again cannot help. */
    PERMANENT,
    /** Sent, but no answer: the effect may have happened. Harmless only where the provider knows an idempotency key. */
    IN_DOUBT
}
