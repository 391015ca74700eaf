package com.versaai.hub.connector.dynamics;

import com.versaai.hub.provider.AccessTokens;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
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

/** Dynamics: client credentials of Entra ID, whose token is good for the one environment that {@code base-url} names. */
final class DynamicsAccess implements ProviderAccess {

    /** For an answer without a usable {@code expires_in}. */
    private static final long USUAL_LIFE_S = 3_599;

    private final Secrets secrets;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();

    DynamicsAccess(Secrets secrets, TokenEndpoint endpoint, Clock clock) {
        this.secrets = secrets;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public Target target(URI symbolic) {
        return target(symbolic, tokens(symbolic).token());
    }

    @Override
    public Target described(URI symbolic) {
        return new Target(address(symbolic), "Bearer ***", null);
    }

    @Override
    public Target renewed(URI symbolic, Target refused) {
        AccessTokens.Token token = tokens(symbolic).tokenAfter(refused.token());
        return token == null ? null : target(symbolic, token);
    }

    private Target target(URI symbolic, AccessTokens.Token token) {
        return new Target(address(symbolic), "Bearer " + token.value(), token);
    }

    private URI address(URI symbolic) {
        String query = symbolic.getRawQuery();
        return secrets.url(settings(symbolic.getHost()) + "base-url", symbolic.getRawPath() + (query == null ? "" : '?' + query));
    }

    private AccessTokens tokens(URI symbolic) {
        return tokens.computeIfAbsent(symbolic.getHost(), account -> new AccessTokens(account, () -> login(account), clock));
    }

    private static String settings(String account) {
        return "hub.provider." + account + '.';
    }

    private AccessTokens.Token login(String account) {
        String settings = settings(account);
        String tenant = secrets.value(settings + "tenant").strip();
        if (!tenant.matches("[\\w.-]{1,253}")) {
            throw new MissingPropertyException("property " + settings + "tenant is neither a directory's id nor its domain");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", secrets.value(settings + "client-id"));
        form.put("client_secret", secrets.value(settings + "client-secret"));
        form.put("scope", secrets.url(settings + "base-url", "/.default").toString());
        ProviderAnswer answer = endpoint.request(account, secrets.url(settings + "login-url", '/' + Payload.encoded(tenant) + "/oauth2/v2.0/token"), form);
        long seconds = answer.json().path("expires_in").asLong(0);
        long life = seconds < 1 || seconds > Duration.ofDays(1).toSeconds() ? USUAL_LIFE_S : seconds;
        return AccessTokens.Token.of(answer.json().path("access_token").asText(), null, Duration.ofSeconds(life));
    }
}
