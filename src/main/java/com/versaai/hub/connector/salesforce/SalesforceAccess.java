package com.versaai.hub.connector.salesforce;

import com.versaai.hub.provider.AccessTokens;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Salesforce: OAuth client credentials; data calls go to the {@code instance_url} the login answers with. */
final class SalesforceAccess implements ProviderAccess {

    private final Secrets secrets;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    /** By account: as many as kamelets name, since no header reaches the host part. */
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();

    SalesforceAccess(Secrets secrets, TokenEndpoint endpoint, Clock clock) {
        this.secrets = secrets;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public Target target(URI symbolic) {
        return target(symbolic, tokens(symbolic.getHost()).token());
    }

    @Override
    public Target described(URI symbolic) {
        URI login = secrets.url("hub.provider." + symbolic.getHost() + ".login-url", path(symbolic));
        return new Target(login, "Bearer ***", null);
    }

    @Override
    public Target renewed(URI symbolic, Target refused) {
        AccessTokens.Token token = tokens(symbolic.getHost()).tokenAfter(refused.token());
        return token == null ? null : target(symbolic, token);
    }

    private static String path(URI symbolic) {
        return symbolic.getRawQuery() == null ? symbolic.getRawPath() : symbolic.getRawPath() + '?' + symbolic.getRawQuery();
    }

    /** For calls that are no HTTP. */
    AccessTokens.Token token(String account) {
        return tokens(account).token();
    }

    /** Fetches another one, unless somebody has meanwhile. */
    void renew(String account, AccessTokens.Token refused) {
        tokens(account).tokenAfter(refused);
    }

    private static Target target(URI symbolic, AccessTokens.Token token) {
        return new Target(URI.create(token.base() + path(symbolic)), "Bearer " + token.value(), token);
    }

    private AccessTokens tokens(String name) {
        return tokens.computeIfAbsent(name, account -> new AccessTokens(account, () -> login(account), clock));
    }

    private AccessTokens.Token login(String account) {
        String settings = "hub.provider." + account;
        URI url = secrets.url(settings + ".login-url", "/services/oauth2/token");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", secrets.value(settings + ".client-id"));
        form.put("client_secret", secrets.value(settings + ".client-secret"));
        ProviderAnswer answer = endpoint.request(account, url, form);
        String instance = answer.json().path("instance_url").asText("");
        // The token goes where this says: never from an encrypted login to a clear text address.
        if (!instance.matches("https?://[\\w.-]+(:\\d+)?(/[\\w./-]*)?")
                || "https".equals(url.getScheme()) && !instance.startsWith("https:")) {
            throw new ProviderException(account, new Fault(FaultClass.TRANSIENT, answer.status(), "no_instance_url",
                    "login failed: the answer names no usable instance_url", null, null));
        }
        return AccessTokens.Token.of(answer.json().path("access_token").asText(), instance.replaceAll("/+$", ""), null);
    }
}
