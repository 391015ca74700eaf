package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.Answer;
import java.time.Clock;

/** HubSpot's rate-limit headers: told, never enforced. Daily figures are a private app's only. Thread-safe. */
final class HubspotLimits {

    private static final int PRIVATE_APP = 190;
    private static final int OAUTH = 110;
    private static final int DAILY = 650_000;
    private static final int WINDOW_MS = 10_000;

    private final Clock clock;
    private long windowStart;
    private int inWindow;
    private int today;

    HubspotLimits(Clock clock) {
        this.clock = clock;
    }

    synchronized Answer tell(Answer answer, boolean privateApp) {
        long now = clock.millis();
        if (now - windowStart >= WINDOW_MS) {
            windowStart = now;
            inWindow = 0;
        }
        inWindow++;
        int max = privateApp ? PRIVATE_APP : OAUTH;
        Answer limited = answer.with("X-HubSpot-RateLimit-Max", Integer.toString(max))
                .with("X-HubSpot-RateLimit-Remaining", Integer.toString(Math.max(0, max - inWindow)))
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", Integer.toString(WINDOW_MS));
        return !privateApp ? limited : limited.with("X-HubSpot-RateLimit-Daily", Integer.toString(DAILY))
                .with("X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(Math.max(0, DAILY - ++today)));
    }
}
