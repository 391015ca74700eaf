package com.versaai.hub.connector.zoho;

import com.versaai.hub.provider.AccessTokens;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Zoho: OAuth with a refresh token, at the accounts server of the account's data centre; calls go to the {@code api_domain} that it answers
 * with, and carry {@code Zoho-oauthtoken}, although the answer speaks of Bearer.
 */
final class ZohoAccess implements ProviderAccess {

    /** Nobody but these gets the token: Zoho's API, its sandboxes and developer editions, of each data centre. */
    private static final Pattern ZOHO = Pattern.compile("https://(www|sandbox|developer)\\.zohoapis\\.(com|eu|in|com\\.au|jp|com\\.cn|sa|ca|ae|uk)");
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private final Secrets secrets;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();
    private final Map<String, ZohoRenewals> renewals = new ConcurrentHashMap<>();

    ZohoAccess(Secrets secrets, TokenEndpoint endpoint, Clock clock) {
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
        URI accounts = secrets.url("hub.provider." + symbolic.getHost() + ".accounts-url", symbolic.getRawPath());
        return new Target(accounts, "Zoho-oauthtoken ***", null);
    }

    @Override
    public Target renewed(URI symbolic, Target refused) {
        AccessTokens.Token token = tokens(symbolic).tokenAfter(refused.token());
        return token == null ? null : target(symbolic, token);
    }

    private static Target target(URI symbolic, AccessTokens.Token token) {
        String query = symbolic.getRawQuery();
        return new Target(URI.create(token.base() + symbolic.getRawPath() + (query == null ? "" : '?' + query)), "Zoho-oauthtoken " + token.value(), token);
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
        URI url = secrets.url(settings + ".accounts-url", "/oauth/v2/token");
        ZohoRenewals own = renewals.computeIfAbsent(account, one -> new ZohoRenewals(one, most(settings + ".renewals"), clock));
        ProviderAnswer answer = own.within(() -> endpoint.request(account, url, form));
        String value = answer.json().path("access_token").asText();
        if (value.chars().anyMatch(c -> c <= 0x20 || c > 0x7e)) {
            throw unusable(account, answer, "no_access_token", "the answer's access token can't be sent");
        }
        return AccessTokens.Token.of(value, domain(account, url, answer), life(answer));
    }

    private int most(String property) {
        String said = secrets.has(property) ? secrets.value(property).strip() : "3";
        if (!said.matches("[1-9]|10")) {
            throw new MissingPropertyException("property " + property + " is no number from 1 to 10");
        }
        return Integer.parseInt(said);
    }

    /** Zoho's own addresses, and the place where the token came from: a simulator's. */
    private static String domain(String account, URI login, ProviderAnswer answer) {
        String domain = answer.json().path("api_domain").asText("").replaceAll("/+$", "");
        String origin = login.getScheme() + "://" + login.getRawAuthority();
        boolean same = domain.equals(origin) || domain.startsWith(origin + '/') && domain.matches("[\\w:/.-]+");
        if (!same && !ZOHO.matcher(domain).matches()) {
            throw unusable(account, answer, "no_api_domain", "the answer names no api_domain of Zoho's: is accounts-url the one of the account's data centre?");
        }
        return domain;
    }

    /** Some of Zoho's servers count expires_in in milliseconds, and the seconds in expires_in_sec. */
    private static Duration life(ProviderAnswer answer) {
        long seconds = answer.json().path("expires_in_sec").asLong(answer.json().path("expires_in").asLong(0));
        return seconds < 1 || seconds > LONGEST_LIFE.toSeconds() ? USUAL_LIFE : Duration.ofSeconds(seconds);
    }

    private static ProviderException unusable(String account, ProviderAnswer answer, String code, String message) {
        return new ProviderException(account, new Fault(FaultClass.TRANSIENT, answer.status(), code, "login failed: " + message, null, null));
    }
}
