package com.versaai.hub.alert;

import com.versaai.hub.alert.AlertGroup.Key;
import com.versaai.hub.alert.AlertGroup.Row;
import com.versaai.hub.alert.Notice.Kind;
import com.versaai.hub.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something to say to the operators: the event {@code system.alert}.
 *
 * @param count    how many it stands for
 * @param period   within which they came, null for the first of a group
 * @param attempts of the one it is about, null otherwise
 */
record Alert(Key key, Row row, Kind kind, int count, Duration period, Integer attempts) {

    Event event(AlertLinks links, Instant now) {
        Map<String, Object> data = new TreeMap<>(Map.of("service", key.service(), "kind", kind.name().toLowerCase(Locale.ROOT), "count", count,
                "error", key.code() == null ? row.lastCode() : key.code(), "others", AlertGroup.OTHERS.equals(key.code())));
        put(data, key.kind().equals(Key.FAILED) ? "class" : "part", key.aspect());
        put(data, "severity", row.severity());
        put(data, "deliveryId", row.lastDelivery());
        put(data, "attempts", attempts);
        if (period != null) {
            data.put("period", words(period));
            data.put("since", row.from().toString());
        }
        if (row.lastDelivery() != null) {
            put(data, "link", links.toLetters(key));
        }
        return Event.own("system.alert", key.service(), now, data);
    }

    private static void put(Map<String, Object> data, String name, Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    /** For people of any language. */
    private static String words(Duration period) {
        long seconds = Math.max(1, Math.round(period.toMillis() / 1000.0));
        return seconds < 90 ? seconds + " s" : seconds < 5400 ? Math.round(seconds / 60.0) + " min" : Math.round(seconds / 3600.0) + " h";
    }
}
