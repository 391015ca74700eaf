package com.versaai.hub.inbound;

/** A record in {@code hub.inbox} that the hub did not write. */
final class UnreadableReceiptException extends RuntimeException {

    UnreadableReceiptException(String why) {
        super(why);
    }
}
