package com.versaai.hub.delivery;

import java.time.Instant;

/** Another pass over the same delivery holds its claim; this one waits until the lease is over. */
final class ClaimedElsewhereException extends RuntimeException {

    ClaimedElsewhereException(String deliveryId, Instant until) {
        super("delivery " + deliveryId + " is claimed until " + until + "; it is looked at again then");
    }
}
