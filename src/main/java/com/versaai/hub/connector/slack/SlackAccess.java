package com.versaai.hub.connector.slack;

import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/**
 * Slack: {@code https://<account>/webhooks/<channel>} is that channel's incoming webhook, whose URL is the secret;
 * {@code https://<account>/replies/<sealed>} the address for the reply to what somebody did, which is one as well;
 * {@code https://<account>/uploads/<name>} is where the bytes of a file go; any other path is a Web API method, called with the bot token.
 */
final class SlackAccess implements ProviderAccess {

    /** Where the sealed address of a reply stands. */
    static final String REPLIES = "/replies/";

    private final Secrets secrets;
    private final SlackReplies replies;
    private final SlackFiles files;

    SlackAccess(Secrets secrets, SlackReplies replies, SlackFiles files) {
        this.secrets = secrets;
        this.replies = replies;
        this.files = files;
    }

    /** What is shown to people has no address of a reply. */
    @Override
    public Target described(URI symbolic) {
        return symbolic.getPath().startsWith(REPLIES) ? new Target(secrets.url("hub.provider." + symbolic.getHost() + ".hooks-url", "/reply"), null, null)
                : target(symbolic);
    }

    @Override
    public Target target(URI symbolic) {
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
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath() + query), secrets.bearer(settings + ".bot-token"), null);
    }
}
