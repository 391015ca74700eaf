package com.versaai.hub.connector.slack;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Installing the app by OAuth, {@code hub.slack.oauth}.
 *
 * @param enabled      off: the doors are not there, and the one {@code bot-token} is used
 * @param clientId     of the app
 * @param clientSecret of the app
 * @param redirectUrl  {@code https://<hub>/slack/oauth/callback}, as it stands in the app
 * @param authorizeUrl Slack's page of consent
 * @param scopes       of the bot
 * @param keys         base64 of 32 bytes each: tokens are sealed with the first, opened with all; to change it, put a new one in front
 */
@ConfigurationProperties("hub.slack.oauth")
record SlackOAuthSettings(boolean enabled, String clientId, String clientSecret, URI redirectUrl,
        @DefaultValue("https://slack.com/oauth/v2/authorize") URI authorizeUrl,
        @DefaultValue({"commands", "chat:write", "channels:history", "app_mentions:read"}) List<String> scopes, @DefaultValue List<String> keys) {

    /** @throws IllegalStateException naming what is missing */
    void requireComplete() {
        require(clientId != null && !clientId.isBlank(), "client-id", "is not set");
        require(clientSecret != null && !clientSecret.isBlank(), "client-secret", "is not set");
        require(redirectUrl != null && "https".equals(redirectUrl.getScheme()) && redirectUrl.getPath().endsWith("/slack/oauth/callback"), "redirect-url",
                "must be https://<hub>/slack/oauth/callback, as it stands in the app");
        require(!keys.isEmpty(), "keys", "is not set: tokens are stored sealed only; openssl rand -base64 32 makes a key");
    }

    private static void require(boolean fine, String name, String what) {
        if (!fine) {
            throw new IllegalStateException("hub.slack.oauth.enabled is true, but hub.slack.oauth." + name + ' ' + what);
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SlackOAuthSettings[enabled " + enabled + "]";
    }
}
