package com.versaai.hub.delivery;

import com.versaai.hub.event.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The event {@code integration.failed}, which tells of a dead letter. */
final class FailureEvents {

    private FailureEvents() {
    }

    /**
     * The same dead letter of the same round gives the same event.
     *
     * @param round    of the dead letter
     * @param error    short reason
     * @param attempts made so far
     * @return none about an alert: it would only fail again
     */
    static Optional<Event> of(Delivery dead, int round, String error, int attempts, Instant now) {
        if (dead.eventType().equals("integration.failed") || dead.eventType().startsWith("system.health.")) {
            return Optional.empty();
        }
        Map<String, Object> data = new TreeMap<>(Map.of("service", dead.destination(), "error", error, "deliveryId", dead.id(),
                "attempts", attempts, "eventType", dead.eventType()));
        return Optional.of(Event.of("/hub", dead.id() + "#" + round, "integration.failed", dead.destination(), now, data)
                .correlatedBy(dead.correlationid()).within(dead.tenant(), dead.traceparent()));
    }
}
