package com.versaai.hub.delivery.record;

import java.util.Locale;

/** Where a delivery is. A delivery without a row has never been tried: it waits in its topic. */
public enum DeliveryState {
    /** About to be sent to a provider without idempotency; what follows must settle it. */
    CLAIMED,
    /** Tried, then put back because the circuit opened; waits in its topic. */
    WAITING,
    /** Waits in the database for its next round. */
    PARKED,
    /** Back in its topic for another round. */
    QUEUED,
    DELIVERED,
    DEAD,
    DISCARDED,
    /** Not sent: something younger was applied to the same object before. */
    SUPERSEDED;

    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
