package com.versaai.hub.alert;

import com.versaai.hub.event.Event;
import java.time.Instant;

/**
 * What one event has to say to the operators. Nothing in it is trusted: events of these types can come from any caller.
 *
 * @param aspect   fault class of a failure; which part of a service is degraded, null for the whole
 * @param code     short reason
 * @param severity as the event says, null where it does not
 */
record Notice(String eventId, Kind kind, String service, String aspect, String code, String severity, String deliveryId,
              Integer attempts, Instant at) {

    /** What it says of its service. */
    enum Kind { FAILED, DEGRADED, RECOVERED }

    static Notice of(Event event, Instant now) {
        Kind kind = switch (event.type()) {
            case "system.health.degraded" -> Kind.DEGRADED;
            case "system.health.recovered" -> Kind.RECOVERED;
            default -> Kind.FAILED;
        };
        String service = text(event, "service", 200);
        String error = text(event, "error", 200);
        return new Notice(event.id(), kind, service != null ? service : line(event.subject(), 200, "unknown"),
                text(event, kind == Kind.FAILED ? "class" : "part", 60),
                error != null ? error : line(text(event, "status", 200), 200, "unknown"), text(event, "severity", 20),
                text(event, "deliveryId", 300), event.data().get("attempts") instanceof Number number ? number.intValue() : null,
                plausible(event.time(), now));
    }

    /** A caller can give any time, and a database knows fewer. */
    private static Instant plausible(Instant time, Instant now) {
        return time == null || time.isBefore(Instant.EPOCH) || time.isAfter(now) ? now : time;
    }

    private static String text(Event event, String field, int most) {
        Object value = event.data().get(field);
        return value == null ? null : line(value.toString(), most, null);
    }

    /** One line that any database takes. */
    private static String line(String text, int most, String otherwise) {
        String clean = text == null ? "" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.isEmpty() ? otherwise : clean.length() <= most ? clean : clean.substring(0, most - 1) + '…';
    }
}
