package com.versaai.hub.delivery.record;

import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The event {@code integration.failed}, which tells of a dead letter. */
public final class FailureEvents {

    private static final Set<String> ALERTS = Set.of("integration.failed", "system.alert");

    private FailureEvents() {
    }

    /**
     * The same dead letter of the same round gives the same event.
     *
     * @param round    of the dead letter
     * @param fault    what it is dead of; its code is the short reason
     * @param attempts made so far
     * @return none about an alert: it would only fail again
     */
    public static Optional<Event> of(Delivery dead, int round, Fault fault, int attempts, Instant now) {
        if (ALERTS.contains(dead.eventType()) || dead.eventType().startsWith("system.health.")) {
            return Optional.empty();
        }
        Map<String, Object> data = new TreeMap<>(Map.of("service", dead.destination(), "error", fault.code(), "deliveryId", dead.id(),
                "attempts", attempts, "eventType", dead.eventType(), "class", fault.faultClass().name().toLowerCase(Locale.ROOT)));
        return Optional.of(Event.of("/hub", dead.id() + "#" + round, "integration.failed", dead.destination(), now, data)
                .correlatedBy(dead.correlationid()).within(dead.tenant(), dead.traceparent()));
    }
}
