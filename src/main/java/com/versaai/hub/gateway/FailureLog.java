package com.versaai.hub.gateway;

import com.versaai.hub.engine.RepeatedLines;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the border says of requests it could not serve: who repeats one a thousand times gets no thousand stack traces into the log.
 * So many lines a minute, fewer of them with a trace; the first line of the next minute says how many were left out.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final RepeatedLines OUTAGES = RepeatedLines.to(LOG);
    private static final long MINUTE = 60_000;
    private static final int LINES = 20;
    private static final int TRACES = 5;
    private static final int LONGEST_PLACE = 100;
    private static final int LONGEST_CAUSE = 300;

    private final Clock clock;
    private final AtomicLong minute = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger traces = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    FailureLog(Clock clock) {
        this.clock = clock;
    }

    /** @return whether it is in the log */
    boolean unknown(String where, String errorId, Throwable failure) {
        if (!mayWrite()) {
            return false;
        }
        if (traces.incrementAndGet() <= TRACES) {
            LOG.error("{} failed, error id {}", cut(where, LONGEST_PLACE), errorId, failure);
        } else {
            LOG.error("{} failed, error id {}: {}", cut(where, LONGEST_PLACE), errorId, cut(String.valueOf(failure), LONGEST_CAUSE));
        }
        return true;
    }

    /** An outage: the same for every request as long as it lasts. */
    void known(String where, int status, Throwable cause) {
        String place = cut(where, LONGEST_PLACE);
        OUTAGES.warn(place + " answers " + status + ": " + cause.getClass().getSimpleName(), place,
                "{} answers {}: {}", place, status, cut(cause.toString(), LONGEST_CAUSE));
    }

    private boolean mayWrite() {
        long now = clock.millis() / MINUTE;
        long begun = minute.get();
        if (begun != now && minute.compareAndSet(begun, now)) {
            lines.set(0);
            traces.set(0);
            int before = left.getAndSet(0);
            if (before > 0) {
                LOG.warn("{} more requests failed without a line of their own", before);
            }
        }
        if (lines.incrementAndGet() <= LINES) {
            return true;
        }
        left.incrementAndGet();
        return false;
    }

    private static String cut(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + '…';
    }
}
