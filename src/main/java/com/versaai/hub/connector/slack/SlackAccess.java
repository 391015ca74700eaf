package com.versaai.hub.connector.slack;

import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/**
 * Slack: {@code https://<account>/webhooks/<channel>} is that channel's incoming webhook, whose URL is the secret;
 * any other path is a Web API method, called with the bot token.
 */
final class SlackAccess implements ProviderAccess {

    private final Secrets secrets;

    SlackAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        String path = symbolic.getPath();
        if (path.startsWith("/webhooks/")) {
            return new Target(secrets.url(settings + path.replace('/', '.'), ""), null, null);
        }
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.bearer(settings + ".bot-token"), null);
    }
}
