package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** {@code oauth.v2.access}, by which a code or a refresh token becomes tokens; the app proves itself by basic authentication. */
final class SlackOAuthCalls {

    private final TokenEndpoint endpoint;
    private final Secrets secrets;
    private final SlackOAuthSettings settings;

    SlackOAuthCalls(TokenEndpoint endpoint, Secrets secrets, SlackOAuthSettings settings) {
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.settings = settings;
    }

    /** @throws ProviderException what Slack refused, or that it is away */
    JsonNode exchange(String code) {
        return call(Map.of("code", code, "redirect_uri", settings.redirectUrl().toString()));
    }

    /** @throws ProviderException what Slack refused, or that it is away */
    JsonNode refresh(String refreshToken) {
        return call(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken == null ? "" : refreshToken));
    }

    /**
     * {@code auth.revoke}: the token is no good any more.
     *
     * @throws ProviderException what Slack refused, or that it is away
     */
    void revoke(String token) {
        endpoint.request("slack", secrets.url("hub.provider.slack.base-url", "/auth.revoke"), "Bearer " + token, Map.of());
    }

    private JsonNode call(Map<String, String> form) {
        String pair = settings.clientId() + ':' + settings.clientSecret();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return endpoint.request("slack", secrets.url("hub.provider.slack.base-url", "/oauth.v2.access"), basic, form).json();
    }
}
