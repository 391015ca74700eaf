package com.versaai.hub.connector.slack;

import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/**
 * Slack: {@code https://<account>/webhooks/<channel>} is that channel's incoming webhook, whose URL is the secret;
 * {@code https://<account>/uploads/<name>} is where the bytes of a file go;
 * any other path is a Web API method, called with the bot token.
 */
final class SlackAccess implements ProviderAccess {

    private final Secrets secrets;
    private final SlackFiles files;

    SlackAccess(Secrets secrets, SlackFiles files) {
        this.secrets = secrets;
        this.files = files;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        String path = symbolic.getPath();
        if (path.startsWith("/webhooks/")) {
            return new Target(secrets.url(settings + path.replace('/', '.'), ""), null, null);
        }
        if (path.startsWith(SlackFiles.UPLOADS)) {
            return new Target(files.address(path.substring(SlackFiles.UPLOADS.length())), null, null);
        }
        String query = symbolic.getRawQuery() == null ? "" : '?' + symbolic.getRawQuery();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath() + query), secrets.bearer(settings + ".bot-token"), null);
    }
}
