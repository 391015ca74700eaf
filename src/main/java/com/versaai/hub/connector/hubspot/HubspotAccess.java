package com.versaai.hub.connector.hubspot;

import com.versaai.hub.provider.AccessTokens;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** HubSpot: a private app's token, which does not expire; where none is set, OAuth with a refresh token. */
final class HubspotAccess implements ProviderAccess {

    /** For an answer without a usable {@code expires_in}. */
    private static final long USUAL_LIFE_S = 1_800;

    private final Secrets secrets;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();

    HubspotAccess(Secrets secrets, TokenEndpoint endpoint, Clock clock) {
        this.secrets = secrets;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        if (secrets.has(settings + ".token")) {
            return new Target(address(symbolic), secrets.bearer(settings + ".token"), null);
        }
        return target(symbolic, tokens(symbolic).token());
    }

    @Override
    public Target described(URI symbolic) {
        return new Target(address(symbolic), "Bearer ***", null);
    }

    @Override
    public Target renewed(URI symbolic, Target refused) {
        if (refused.token() == null) {
            // A private app's token is as the operator set it: no other is to be had.
            return null;
        }
        AccessTokens.Token token = tokens(symbolic).tokenAfter(refused.token());
        return token == null ? null : target(symbolic, token);
    }

    private Target target(URI symbolic, AccessTokens.Token token) {
        return new Target(address(symbolic), "Bearer " + token.value(), token);
    }

    private URI address(URI symbolic) {
        return secrets.url("hub.provider." + symbolic.getHost() + ".base-url", symbolic.getRawPath());
    }

    private AccessTokens tokens(URI symbolic) {
        return tokens.computeIfAbsent(symbolic.getHost(), account -> new AccessTokens(account, () -> refresh(account), clock));
    }

    private AccessTokens.Token refresh(String account) {
        String settings = "hub.provider." + account;
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", secrets.value(settings + ".client-id"));
        form.put("client_secret", secrets.value(settings + ".client-secret"));
        form.put("refresh_token", secrets.value(settings + ".refresh-token"));
        ProviderAnswer answer = endpoint.request(account, secrets.url(settings + ".base-url", "/oauth/v3/token"), form);
        long seconds = answer.json().path("expires_in").asLong(0);
        long life = seconds < 1 || seconds > Duration.ofDays(30).toSeconds() ? USUAL_LIFE_S : seconds;
        return AccessTokens.Token.of(answer.json().path("access_token").asText(), null, Duration.ofSeconds(life));
    }
}
