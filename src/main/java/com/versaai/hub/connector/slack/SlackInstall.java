package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installing the app: an operator's link leads a browser to Slack's page of consent, with a state that is good once, for ten minutes, in that
 * browser. The link itself is used up by the installation, not by looking at it: programs that read mail follow links too.
 */
final class SlackInstall {

    static final Duration LINK = Duration.ofDays(1);
    static final Duration STATE = Duration.ofMinutes(10);
    /** How long a link is still good after it has failed. */
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(SlackInstall.class);
    private static final String CODE = "[\\x21-\\x7e]{1,512}";

    private final SlackOAuthSettings settings;
    private final SlackCodes codes;
    private final SlackOAuthCalls calls;
    private final SlackInstallations installations;
    private final Clock clock;

    SlackInstall(SlackOAuthSettings settings, SlackCodes codes, SlackOAuthCalls calls, SlackInstallations installations, Clock clock) {
        this.settings = settings;
        this.codes = codes;
        this.calls = calls;
        this.installations = installations;
        this.clock = clock;
    }

    /** How it ended, as it is told to a person: nothing of the request is repeated. */
    enum End {
        INSTALLED(200, "The app is installed. You can close this page."),
        LINK(403, "This link is not good, was used, or is older than a day. Ask for a new one."),
        DENIED(403, "The app was not installed: Slack says that it was not allowed. Open the link again to try once more."),
        STATE(403, "This page was opened twice, more than ten minutes late, or in another browser than the link. Open the link again."),
        CODE(403, "Slack does not take the code: it is good once and for ten minutes. Open the link again."),
        NONE(502, "Slack's answer is no installation of a bot. Tell who runs the hub."),
        AWAY(503, "Slack could not be reached. Open the link again in a few minutes.");

        final int status;
        final String text;

        End(int status, String text) {
            this.status = status;
            this.text = text;
        }
    }

    /** @param url with the code: whoever has it may install once */
    record Link(String url, Instant expiresAt) {

        /** Without the code. */
        @Override
        public String toString() {
            return "Link[until " + expiresAt + "]";
        }
    }

    Link link() {
        String code = codes.create(LINK, new SlackCodes.Origin(null, null));
        String callback = settings.redirectUrl().toString();
        return new Link(callback.substring(0, callback.length() - "oauth/callback".length()) + "install?code=" + code, clock.instant().plus(LINK));
    }

    /** Forgets the tokens of a workspace or organization here, and has Slack forget the present one as well; nothing where there are none. */
    void remove(String id) {
        Optional<SlackInstallation> present = installations.find(id).filter(found -> SlackInstallation.ACTIVE.equals(found.state()));
        if (present.isEmpty() || !installations.end(id, "removed", clock.instant().plusSeconds(1), null)) {
            return;
        }
        try {
            calls.revoke(present.get().token());
            LOG.info("slack: the installation in {} is removed", id);
        } catch (ProviderException e) {
            LOG.warn("slack: the installation in {} is removed here, but Slack did not revoke its token ({}): remove the app there too", id, e.getMessage());
        }
    }

    String browser(String present) {
        return SlackCodes.isCode(present) ? present : codes.random();
    }

    /** Slack's page of consent for this browser; empty when the link is none, or none any more. */
    Optional<URI> begin(String link, String browser) {
        if (!codes.isGood(link)) {
            return Optional.empty();
        }
        String state = codes.create(STATE, new SlackCodes.Origin(SlackCodes.hash(browser), SlackCodes.hash(link)));
        return Optional.of(URI.create(settings.authorizeUrl() + "?client_id=" + encoded(settings.clientId()) + "&scope="
                + encoded(String.join(",", settings.scopes())) + "&redirect_uri=" + encoded(settings.redirectUrl().toString()) + "&state=" + state));
    }

    /** What Slack's page sent the browser back with. */
    End finish(String code, String state, String error, String browser) {
        // Taken whatever follows: a state that was shown to anybody else is over.
        Optional<SlackCodes.Origin> origin = SlackCodes.isCode(state) ? codes.take(SlackCodes.hash(state)) : Optional.empty();
        if (origin.isEmpty() || origin.get().link() == null || !SlackCodes.isCode(browser) || !SlackCodes.hash(browser).equals(origin.get().browser())) {
            return End.STATE;
        }
        if (error != null) {
            return End.DENIED;
        }
        if (code == null || !code.matches(CODE)) {
            return End.CODE;
        }
        // Before the exchange: of two browsers with one link one installs.
        if (codes.take(origin.get().link()).isEmpty()) {
            return End.LINK;
        }
        End end = exchange(code);
        if (end != End.INSTALLED) {
            codes.giveBack(origin.get().link(), AGAIN);
        }
        return end;
    }

    private End exchange(String code) {
        // The moment before: whatever Slack reports later is later than this.
        Instant now = clock.instant();
        JsonNode answer;
        try {
            answer = calls.exchange(code);
        } catch (ProviderException e) {
            LOG.warn("slack: no installation: {}", e.getMessage());
            return e.fault().faultClass() == FaultClass.PERMANENT ? End.CODE : End.AWAY;
        }
        Optional<SlackInstallation> made = SlackInstallation.of(answer, now);
        made.ifPresent(installation -> {
            installations.store(installation);
            LOG.info("slack: the app is installed in {}", installation.id());
        });
        return made.isPresent() ? End.INSTALLED : End.NONE;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
