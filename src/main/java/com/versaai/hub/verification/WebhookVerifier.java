package com.versaai.hub.verification;

import java.time.Instant;

/** Proof of origin for one source. Implementations are thread-safe, do no I/O and never throw on hostile input. */
public interface WebhookVerifier {

    /**
     * Judges a request as it came.
     *
     * @param request the exact bytes and headers
     * @param now     the hub's clock, for the freshness check
     */
    Verdict verify(SignedRequest request, Instant now);
}
