package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.RollingLimit;
import java.time.Clock;
import java.time.Duration;

/**
 * HubSpot's rate limits: of a private app those of its edition, 110 calls in any 10 s of an OAuth app. Daily figures are a private app's only, and
 * told, not enforced. Thread-safe.
 */
final class HubspotLimits {

    private static final int OAUTH = 110;
    private static final int DAILY = 650_000;
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final int privateApp;
    private final RollingLimit ofPrivateApp;
    private final RollingLimit ofOauth;
    private int today;

    /** @param privateApp calls in 10 s: 190, 100 in small editions, 250 with the add-on; 0 for no limit at all */
    HubspotLimits(Clock clock, int privateApp) {
        this.privateApp = privateApp;
        this.ofPrivateApp = new RollingLimit(clock, privateApp, SPAN);
        this.ofOauth = new RollingLimit(clock, privateApp == 0 ? 0 : OAUTH, SPAN);
    }

    private RollingLimit of(boolean isPrivateApp) {
        return isPrivateApp ? ofPrivateApp : ofOauth;
    }

    /** False when it is one call too many. */
    boolean take(boolean isPrivateApp) {
        return of(isPrivateApp).take();
    }

    synchronized Answer tell(Answer answer, boolean isPrivateApp) {
        Answer limited = answer.with("X-HubSpot-RateLimit-Max", Integer.toString(isPrivateApp ? privateApp : OAUTH))
                .with("X-HubSpot-RateLimit-Remaining", Integer.toString(of(isPrivateApp).remaining()))
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", Long.toString(SPAN.toMillis()));
        return !isPrivateApp ? limited : limited.with("X-HubSpot-RateLimit-Daily", Integer.toString(DAILY))
                .with("X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(Math.max(0, DAILY - ++today)));
    }

    void clear() {
        ofPrivateApp.clear();
        ofOauth.clear();
    }
}
