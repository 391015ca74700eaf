package com.versaai.hub.webhook;

import java.time.Instant;

/** Proof of origin for one kind of sender. Implementations are thread-safe, do no I/O and never throw on hostile input. */
public interface WebhookVerifier {

    /** The sender's short name, {@code stripe}: last part of the endpoint's path and tag of the metrics. */
    String source();

    /**
     * Judges a request as it came.
     *
     * @param request the exact bytes and headers
     * @param now     the hub's clock, for the freshness check
     */
    Verdict verify(SignedRequest request, Instant now);
}
