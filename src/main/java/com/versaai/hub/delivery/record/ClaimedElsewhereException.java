package com.versaai.hub.delivery.record;

import java.time.Instant;

/** Another pass over the same delivery holds its claim, and its row is not this one's to change: it looks again when the lease is over. */
public final class ClaimedElsewhereException extends RuntimeException {

    public ClaimedElsewhereException(String deliveryId, Instant until) {
        super("delivery " + deliveryId + " is claimed until " + until + "; it is looked at again then");
    }
}
