package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token for a workspace, renewed two hours before it expires. One caller in the whole hub renews it, the others use the present one while it
 * lasts, else wait. The old refresh token is kept until the new one is stored: after a kill in between it is tried once more, and the present
 * token serves until its own end.
 */
final class SlackTokens {

    private static final Logger LOG = LoggerFactory.getLogger(SlackTokens.class);
    private static final String SLACK = "slack";
    /** Slack's live twelve. */
    private static final Duration EARLY = Duration.ofHours(2);
    /** Longer than a call takes; after a failure nobody tries again before. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration WAIT = Duration.ofSeconds(12);
    /** A refresh token that is none any more does not come back; a wrong client secret may. */
    private static final Set<String> GONE = Set.of("invalid_refresh_token", "token_revoked", "token_expired", "invalid_grant");
    private static final Duration LOOK = Duration.ofMillis(50);

    private final SlackInstallations installations;
    private final SlackOAuthCalls calls;
    private final Clock clock;

    SlackTokens(SlackInstallations installations, SlackOAuthCalls calls, Clock clock) {
        this.installations = installations;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * @param workspace a team's id or an organization's
     * @throws ProviderException permanent {@code not_installed}, {@code app_uninstalled} or {@code token_revoked}; what a renewal ended in, where
     *         the present token is of no use any more
     */
    String token(String workspace) {
        long give = System.nanoTime() + WAIT.toNanos();
        while (true) {
            SlackInstallation present = active(workspace);
            Instant now = clock.instant();
            if (present.expiresAt() == null || now.isBefore(present.expiresAt().minus(EARLY))) {
                return present.token();
            }
            boolean usable = now.isBefore(present.expiresAt());
            if (installations.lease(present, now, LEASE)) {
                if (!renew(present, usable)) {
                    return present.token();
                }
            } else if (usable) {
                return present.token();
            } else if (System.nanoTime() > give) {
                throw fault(FaultClass.TRANSIENT, "token_renewal", "the token of " + workspace + " has expired and is being renewed");
            } else {
                pause();
            }
        }
    }

    private SlackInstallation active(String workspace) {
        SlackInstallation found = installations.find(workspace)
                .orElseThrow(() -> fault(FaultClass.PERMANENT, "not_installed", "the app is not installed in " + workspace));
        if (!SlackInstallation.ACTIVE.equals(found.state())) {
            throw fault(FaultClass.PERMANENT, "revoked".equals(found.state()) ? "token_revoked" : "app_uninstalled",
                    "the app was removed from " + workspace + ": install it again, then replay");
        }
        return found;
    }

    /** @return false when the present token has to do */
    private boolean renew(SlackInstallation present, boolean usable) {
        try {
            JsonNode answer = calls.refresh(present.refreshToken());
            Instant now = clock.instant();
            installations.renewed(present, answer.path("access_token").asText(), answer.path("refresh_token").textValue(),
                    SlackInstallation.expires(answer, now), now);
            LOG.info("slack: new token for {}", present.id());
            return true;
        } catch (ProviderException e) {
            LOG.warn("slack: no new token for {}: {}", present.id(), e.getMessage());
            if (usable) {
                return false;
            }
            if (GONE.contains(e.fault().code())) {
                installations.end(present.id(), "revoked", clock.instant(), null);
            }
            throw e;
        }
    }

    private static ProviderException fault(FaultClass faultClass, String code, String message) {
        return new ProviderException(SLACK, new Fault(faultClass, null, code, message, null, null));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fault(FaultClass.TRANSIENT, "token_renewal", "interrupted while a token was being renewed");
        }
    }
}
