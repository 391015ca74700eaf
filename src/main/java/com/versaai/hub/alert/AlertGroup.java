package com.versaai.hub.alert;

import com.versaai.hub.alert.Notice.Kind;
import com.versaai.hub.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is alike, and what was said of it. The first of a group is told at once and opens a window; what comes within the window
 * is counted and told at its end, which opens the next one. A window in which nothing came ends the group.
 *
 * <p>A service that goes and comes back is a group too: each of the two states is told at once, once a window. What follows is
 * counted, and the end of the window says which state it is in by now, so that flapping does not flood and the last word is said.
 */
final class AlertGroup {

    /** In place of a code: what came when a service had as many groups as it may have. */
    static final String OTHERS = "*";
    private static final int STATES = 2;

    final Key key;
    private final Duration window;
    private Row row;
    private boolean changed;

    AlertGroup(Key key, Duration window, Row row) {
        this.key = key;
        this.window = window;
        this.row = row;
    }

    /**
     * @param kind   failed or health
     * @param aspect fault class, or part of a service
     * @param code   null for health: a state's reasons differ
     */
    record Key(String service, String kind, String aspect, String code) {

        static final String FAILED = "failed";
        private static final String HEALTH = "health";

        static Key of(Notice notice) {
            return notice.kind() == Kind.FAILED ? new Key(notice.service(), FAILED, notice.aspect(), notice.code())
                    : new Key(notice.service(), HEALTH, notice.aspect(), null);
        }

        /** Where all of a service, or of all services, goes that has no room of its own. */
        static Key others(String service) {
            return new Key(service, FAILED, null, OTHERS);
        }

        String id() {
            return EventId.name("alert\n" + service + '\n' + kind + '\n' + aspect + '\n' + code);
        }
    }

    /**
     * What the table says of it.
     *
     * @param more   since something was said of it
     * @param state  of a service, by the latest of its events
     * @param atOnce alerts of this window that did not wait for its end
     */
    record Row(String severity, Instant from, Instant to, int more, String lastCode, String lastDelivery, Kind state, Instant stateAt,
               Kind toldState, int atOnce) {
    }

    static AlertGroup open(Key key, Instant now, Duration window) {
        return new AlertGroup(key, window, new Row(null, now, now.plus(window), 0, null, null, null, null, null, 0));
    }

    Row row() {
        return row;
    }

    /** Whether the table does not have it as it is. */
    boolean changed() {
        return changed;
    }

    /** Counts it. The answer is what has to be told at once. */
    Optional<Alert> take(Notice notice) {
        changed = true;
        boolean latest = row.stateAt == null || !notice.at().isBefore(row.stateAt);
        row = new Row(severity(notice), row.from, row.to, row.more + 1, latest ? notice.code() : row.lastCode,
                notice.deliveryId() == null ? row.lastDelivery : notice.deliveryId(), latest ? notice.kind() : row.state,
                latest ? notice.at() : row.stateAt, row.toldState, row.atOnce);
        boolean failure = key.kind.equals(Key.FAILED);
        if (failure ? row.toldState != null : row.toldState == row.state || row.atOnce == STATES) {
            return Optional.empty();
        }
        Alert alert = new Alert(key, row, failure ? Kind.FAILED : row.state, 1, null, failure ? notice.attempts() : null);
        told(row.from, row.to, row.atOnce + 1);
        return Optional.of(alert);
    }

    /** The window is over. The answer is what came since something was said; none means that the group is over as well. */
    Optional<Alert> end(Instant now) {
        if (row.more == 0) {
            return Optional.empty();
        }
        changed = true;
        Alert alert = new Alert(key, row, key.kind.equals(Key.FAILED) ? Kind.FAILED : row.state, row.more, Duration.between(row.from, now), null);
        told(now, now.plus(window), 0);
        return Optional.of(alert);
    }

    private void told(Instant from, Instant to, int atOnce) {
        row = new Row(row.severity, from, to, 0, row.lastCode, row.lastDelivery, row.state, row.stateAt, row.state, atOnce);
    }

    /** One critical event makes the group critical; otherwise the latest says how grave it is. */
    private String severity(Notice notice) {
        return notice.severity() == null || "critical".equals(row.severity) ? row.severity : notice.severity();
    }
}
