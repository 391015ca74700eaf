package com.versaai.hub.inbound.feed;

import com.versaai.hub.connector.Feed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the provider has said, in a request to whichever node, that it keeps events back. Asked of the database: the node that was told and the one
 * that reads are seldom the same. For one reading, by one thread.
 */
final class HeldBack {

    /** So late an event's row may be written. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Feed feed;
    private final FeedPositions positions;
    private final Clock clock;
    private final Duration every;
    private final String source;
    private Instant last;
    private long asked = System.nanoTime();

    /** @param every between two looks */
    HeldBack(Feed feed, FeedPositions positions, Clock clock, Duration every) {
        this.feed = feed;
        this.positions = positions;
        this.clock = clock;
        this.every = every;
        // Doors are of one source.
        this.source = '/' + feed.source().replaceFirst("/.*", "");
        // A reading begins with asking: nothing before calls for more.
        this.last = clock.instant();
    }

    /** Each word of the provider once. */
    boolean isSaid() {
        if (feed.heldBack().isEmpty() || System.nanoTime() - asked < every.toNanos()) {
            return false;
        }
        asked = System.nanoTime();
        Instant written = clock.instant().minus(LATE);
        Instant said = positions.lastEvent(source, feed.heldBack().get(), last.isBefore(written) ? written : last);
        if (said == null) {
            return false;
        }
        last = said;
        return true;
    }
}
