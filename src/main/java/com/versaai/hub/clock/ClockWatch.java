package com.versaai.hub.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock beside what has really passed: notices when somebody sets it, tells so once, and says by which time the leases in the
 * tables are judged. Those need the wall clock, since another node or a later life of this one reads them, and must not trust it:
 *
 * <ul>
 * <li>Ahead: a lease of somebody who is at work would be over at once. {@link #forLeases} follows a jump ahead only when a whole lease
 *     has passed since.
 * <li>Back: a lease would last for as long as the clock was set back. Whoever finds one that ends later than one that begins
 *     {@link #latest now} has it end then, which breaks nobody's: a whole lease is left.
 * </ul>
 *
 * Looked at by the route {@code gauges-refresh}. Bean {@code clockWatch}.
 */
public final class ClockWatch {

    /** Less than that is how clocks of nodes differ. */
    public static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** Between reading the one clock and the other; longer, and the process was stopped meanwhile. */
    private static final long AT_ONCE = Duration.ofMillis(200).toNanos();
    private static final int READINGS = 5;

    private final Clock wall;
    private final LongSupplier nanos;
    private final Clock steady;
    private Reading last;
    /** How far the clock was last set ahead, and when that was noticed. */
    private Duration ahead = Duration.ZERO;
    private long aheadSince;
    private boolean futureTold;

    /** @param nanos as {@link System#nanoTime} */
    public ClockWatch(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.steady = new SteadyClock(wall, nanos);
        this.last = read();
    }

    private record Reading(Instant wall, long nanos) {
    }

    /** The wall clock. */
    public Instant now() {
        return wall.instant();
    }

    /** What nobody can set; for what only this process reads. */
    public Clock steady() {
        return steady;
    }

    /** The time by which it is to be decided whether a lease of that length is over that somebody else may hold. */
    public synchronized Instant forLeases(Duration lease) {
        Reading now = compare();
        return now.nanos - aheadSince < lease.toNanos() ? now.wall.minus(ahead) : now.wall;
    }

    /** When a lease that begins now ends. One in a table that ends later was written by a clock that was ahead of this one. */
    public Instant latest(Duration lease) {
        return wall.instant().plus(lease);
    }

    /** Tells, once, that something was written later than now: the clock was set back while the hub was not running. */
    public synchronized void fromTheFuture(Instant written) {
        Duration by = Duration.between(wall.instant(), written);
        if (!futureTold && by.compareTo(TOLERANCE) > 0) {
            futureTold = true;
            LOG.warn("The database holds what was written {} s later than now: the clock was set back while the hub was not running, or another node's "
                    + "is ahead. Leases and pauses written then last no longer than they would have; times in records are by the clock as it is",
                    by.toSeconds());
        }
    }

    /** Notices what has become of the clock since the last look. */
    public synchronized void look() {
        compare();
    }

    private Reading compare() {
        Reading now = read();
        Duration jump = Duration.between(last.wall, now.wall).minusNanos(now.nanos - last.nanos);
        last = now;
        if (jump.abs().compareTo(TOLERANCE) > 0) {
            jumped(jump, now);
        }
        return now;
    }

    private void jumped(Duration jump, Reading now) {
        if (jump.isNegative()) {
            ahead = ahead.plus(jump).isNegative() ? Duration.ZERO : ahead.plus(jump);
            LOG.warn("The clock was set back by {} s. What is claimed, leased or parked goes on as if it had not been; times in records are by the new "
                    + "clock, and signatures with a time of their own are checked by it", -jump.toSeconds());
        } else {
            ahead = jump;
            aheadSince = now.nanos;
            LOG.warn("The clock was set ahead by {} s, or the machine slept. Nobody's claim or lease is taken for over before its length has passed; "
                    + "parked deliveries come earlier by as much; times in records are by the new clock, and signatures with a time of their own are "
                    + "checked by it", jump.toSeconds());
        }
    }

    /** Both at one moment: a process that is stopped between the two would take its own pause for a jump. */
    private Reading read() {
        for (int i = 1; ; i++) {
            long before = nanos.getAsLong();
            Instant time = wall.instant();
            long after = nanos.getAsLong();
            if (after - before < AT_ONCE || i == READINGS) {
                return new Reading(time, after);
            }
        }
    }
}
