package com.versaai.hub.sandbox.pipedrive;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.RollingLimit;
import java.time.Clock;
import java.time.Duration;

/** Pipedrive's burst limits of one token in any 2 s: of all calls by the plan, of searches 10 in each. Thread-safe. */
final class PipedriveLimits {

    private static final int SEARCHES = 10;
    private static final Duration SPAN = Duration.ofSeconds(2);

    private final int most;
    private final RollingLimit calls;
    private final RollingLimit searches;

    /** @param most calls in 2 s: 20 in the smallest plan, 0 for no limit at all */
    PipedriveLimits(Clock clock, int most) {
        this.most = most;
        this.calls = new RollingLimit(clock, most, SPAN);
        this.searches = new RollingLimit(clock, most == 0 ? 0 : SEARCHES, SPAN);
    }

    /** False when it is one call too many. */
    boolean take(boolean search) {
        return calls.take() && (!search || searches.take());
    }

    Answer tell(Answer answer) {
        return answer.with("x-ratelimit-limit", Integer.toString(most)).with("x-ratelimit-remaining", Integer.toString(calls.remaining()))
                .with("x-ratelimit-reset", Long.toString(SPAN.toSeconds()));
    }

    void clear() {
        calls.clear();
        searches.clear();
    }
}
