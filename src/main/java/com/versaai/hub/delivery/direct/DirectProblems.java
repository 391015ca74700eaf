package com.versaai.hub.delivery.direct;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What a caller is told when a call fails, and whether it may have had its effect. */
final class DirectProblems {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Set<String> NO_SUCH_CHANNEL = Set.of("channel_not_found", "not_in_channel", "is_archived", "channel_is_archived");
    private static final Set<String> NOT_RUNNING = Set.of("route_not_running", "hub_stopping", "bulkhead_full", "circuit_open");
    private static final String CODE = "code";

    private DirectProblems() {
    }

    /** Whether the effect may have happened. More cautious than a delivery, which goes on by itself: here somebody can look first. */
    static boolean inDoubt(Fault fault) {
        boolean brokeDown = fault.status() != null && fault.status() >= 500;
        boolean ownMistake = fault.status() == null && ("internal_error".equals(fault.code()) || "jvm_error".equals(fault.code()));
        return fault.faultClass() == FaultClass.IN_DOUBT || brokeDown || ownMistake;
    }

    static ProblemException of(Fault fault) {
        if (inDoubt(fault)) {
            return inDoubt();
        }
        if (fault.code().equals("not_configured")) {
            return notConfigured();
        }
        if (NOT_RUNNING.contains(fault.code())) {
            return new ProblemException(503, "unavailable", "The connector isn't running just now; nothing was sent.", SOON);
        }
        return switch (fault.faultClass()) {
            case RATE_LIMITED -> limited(fault.retryAfter() == null ? SOON : fault.retryAfter());
            case TRANSIENT -> new ProblemException(502, "provider-failed", "The provider could not take the message; nothing was sent.", fault.retryAfter(),
                    Map.of(CODE, fault.code()));
            default -> refused(fault);
        };
    }

    private static ProblemException refused(Fault fault) {
        if (NO_SUCH_CHANNEL.contains(fault.code())) {
            return new ProblemException(422, "channel-unknown", "The channel isn't there, is archived, or the app isn't in it.", null, Map.of(CODE, fault.code()));
        }
        if (fault.code().equals("invalid_message")) {
            return new ProblemException(400, "malformed", fault.message(), null);
        }
        return new ProblemException(502, "provider-refused", "The provider refused the message.", null, Map.of(CODE, fault.code()));
    }

    static ProblemException inDoubt() {
        return new ProblemException(504, "in-doubt", "Nobody knows whether the message was posted. It is not sent again under this key: look into the "
                + "channel, and use a new key if it is missing.", null);
    }

    static ProblemException limited(Duration retryAfter) {
        return new ProblemException(429, "rate-limited", "The channel has no room now; nothing was sent.", retryAfter);
    }

    static ProblemException paused(Duration retryAfter) {
        return new ProblemException(503, "unavailable", "The provider failed too often and is left alone for a while; nothing was sent.", retryAfter);
    }

    static ProblemException notConfigured() {
        return new ProblemException(503, "not-configured", "The hub has no bot token for Slack, or Slack is switched off.", null);
    }

    static ProblemException underWay() {
        return new ProblemException(409, "conflict", "A request with this key is under way.", Duration.ofSeconds(2));
    }

    static ProblemException keyReused() {
        return new ProblemException(422, "key-reused", "This Idempotency-Key was used for another message.", null, Map.of("header", "Idempotency-Key"));
    }

    static ProblemException notAllowed() {
        return new ProblemException(403, "channel-not-allowed", "This channel is not among hub.slack.api.channels.", null, Map.of("pointer", "/channel"));
    }
}
