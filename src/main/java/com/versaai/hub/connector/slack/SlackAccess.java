package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Slack: {@code https://<account>/webhooks/<channel>} is that channel's incoming webhook, whose URL is the secret;
 * {@code https://<account>/replies/<sealed>} the address for the reply to what somebody did, which is one as well;
 * {@code https://<account>/uploads/<name>} is where the bytes of a file go; any other path is a Web API method, called with the bot token;
 * {@code https://<account>/teams/<id>/<method>} one of that workspace, called with its token where the app is installed by OAuth.
 */
final class SlackAccess implements ProviderAccess {

    /** Where the sealed address of a reply stands. */
    static final String REPLIES = "/replies/";

    private static final String TEAM = "[TE][A-Z0-9]{2,39}";
    /** Of methods called in a workspace. */
    private static final String TEAMS = "/teams/";

    private final Secrets secrets;
    private final SlackReplies replies;
    private final SlackFiles files;
    private final Supplier<SlackTokens> tokens;

    /** @param tokens gives null where the app is not installed by OAuth */
    SlackAccess(Secrets secrets, SlackReplies replies, SlackFiles files, Supplier<SlackTokens> tokens) {
        this.secrets = secrets;
        this.replies = replies;
        this.files = files;
        this.tokens = tokens;
    }

    /** The path of a method; takes {@code team}, a workspace's or organization's id, out of what is sent. */
    static String path(ObjectNode call, String method) {
        JsonNode team = call.remove("team");
        if (team == null || team.isNull()) {
            return method;
        }
        if (!team.isTextual() || !team.asText().matches(TEAM)) {
            throw Payload.invalid("slack", "team must be the id of a workspace, T…, or of an organization, E…");
        }
        return TEAMS.substring(1) + team.asText() + '/' + method;
    }

    /** What is shown to people has no address of a reply. */
    @Override
    public Target described(URI symbolic) {
        return symbolic.getPath().startsWith(REPLIES) ? new Target(secrets.url("hub.provider." + symbolic.getHost() + ".hooks-url", "/reply"), null, null)
                : target(symbolic, false);
    }

    @Override
    public Target target(URI symbolic) {
        return target(symbolic, true);
    }

    private Target target(URI symbolic, boolean asking) {
        String settings = "hub.provider." + symbolic.getHost();
        String path = symbolic.getPath();
        if (path.startsWith("/webhooks/")) {
            return new Target(secrets.url(settings + path.replace('/', '.'), ""), null, null);
        }
        if (path.startsWith(REPLIES)) {
            return new Target(replies.address(symbolic.getHost(), path.substring(REPLIES.length())), null, null);
        }
        if (path.startsWith(SlackFiles.UPLOADS)) {
            return new Target(files.address(path.substring(SlackFiles.UPLOADS.length())), null, null);
        }
        String query = symbolic.getRawQuery() == null ? "" : '?' + symbolic.getRawQuery();
        String team = null;
        String method = symbolic.getRawPath();
        if (path.startsWith(TEAMS)) {
            int end = path.indexOf('/', TEAMS.length());
            team = path.substring(TEAMS.length(), end);
            method = path.substring(end);
        } else if (secrets.has(settings + ".team")) {
            team = secrets.value(settings + ".team");
        }
        return new Target(secrets.url(settings + ".base-url", method + query), bearer(settings, team, asking), null);
    }

    private String bearer(String settings, String team, boolean asking) {
        SlackTokens installed = team == null ? null : tokens.get();
        if (installed == null) {
            return secrets.bearer(settings + ".bot-token");
        }
        return asking ? "Bearer " + installed.token(team) : null;
    }
}
