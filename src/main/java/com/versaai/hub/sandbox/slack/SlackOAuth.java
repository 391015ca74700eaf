package com.versaai.hub.sandbox.slack;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * OAuth v2: a page of consent at which everybody consents ({@code deny=1}: nobody), codes that are good once, for ten minutes and with the
 * address they were made for, tokens that live twelve hours, refresh tokens that are good once. {@code team} of the page chooses the workspace,
 * {@code org=1} the whole organization. Thread-safe.
 */
final class SlackOAuth {

    static final String CLIENT = "111.222";
    static final String CLIENT_SECRET = "slack-client-secret-sandbox";
    private static final Duration CODE = Duration.ofMinutes(10);
    private static final Duration TOKEN = Duration.ofHours(12);

    private final Ledger ledger;
    private final Clock clock;
    private final Map<String, Grant> codes = new HashMap<>();
    private final Map<String, Grant> refreshes = new HashMap<>();
    private final Map<String, Grant> tokens = new HashMap<>();
    private int issued;

    SlackOAuth(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Grant(String team, boolean wide, String scope, String redirect, Instant until) {

        Grant until(Instant end) {
            return new Grant(team, wide, scope, redirect, end);
        }
    }

    synchronized Answer authorize(Call call) {
        Map<String, String> query = call.query();
        String redirect = query.getOrDefault("redirect_uri", "");
        String scope = query.getOrDefault("scope", "");
        // The only kind of address that an app of the sandbox has.
        if (!call.is("GET") || !CLIENT.equals(query.get("client_id")) || !redirect.matches("https://[a-z0-9.:-]+/slack/oauth/callback") || scope.isEmpty()) {
            ledger.refuse(400, "bad_authorize");
            return Answer.of(400, "text/html; charset=utf-8", "<!DOCTYPE html><html><body>Something went wrong</body></html>");
        }
        String result = "error=access_denied";
        if (!query.containsKey("deny")) {
            String code = "111.222." + Ledger.hash("code" + issued++ + clock.instant());
            codes.put(code, new Grant(query.getOrDefault("team", "T000"), query.containsKey("org"), scope, redirect, clock.instant().plus(CODE)));
            result = "code=" + code;
        }
        return Answer.empty(302).with("Location", redirect + '?' + result + "&state="
                + URLEncoder.encode(query.getOrDefault("state", ""), StandardCharsets.UTF_8));
    }

    synchronized Answer access(Call call) {
        Map<String, String> form = call.form();
        if (call.basic() == null ? !CLIENT.equals(form.get("client_id")) : !call.basic().startsWith(CLIENT + ':')) {
            return refused("invalid_client_id");
        }
        String secret = call.basic() == null ? form.getOrDefault("client_secret", "") : call.basic().substring(CLIENT.length() + 1);
        if (!secret.equals(CLIENT_SECRET)) {
            return refused("bad_client_secret");
        }
        if ("refresh_token".equals(form.get("grant_type"))) {
            Grant grant = refreshes.remove(form.getOrDefault("refresh_token", ""));
            return grant == null ? refused("invalid_refresh_token") : granted(grant);
        }
        String code = form.getOrDefault("code", "");
        Grant grant = codes.get(code);
        if (grant == null || !clock.instant().isBefore(grant.until())) {
            return refused("invalid_code");
        }
        if (!grant.redirect().equals(form.get("redirect_uri"))) {
            return refused("bad_redirect_uri");
        }
        codes.remove(code);
        return granted(grant);
    }

    private Answer granted(Grant grant) {
        String number = Ledger.hash("token" + issued++ + clock.instant());
        String token = "xoxe.xoxb-1-" + number;
        String refresh = "xoxe-1-" + number;
        tokens.put(token, grant.until(clock.instant().plus(TOKEN)));
        refreshes.put(refresh, grant);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", true);
        answer.put("access_token", token);
        answer.put("token_type", "bot");
        answer.put("scope", grant.scope());
        answer.put("bot_user_id", "U000HUB");
        answer.put("app_id", "A000");
        answer.put("team", grant.wide() ? null : Map.of("id", grant.team(), "name", "Sandbox " + grant.team()));
        answer.put("enterprise", grant.wide() ? Map.of("id", "E000", "name", "Sandbox organization") : null);
        answer.put("is_enterprise_install", grant.wide());
        answer.put("authed_user", Map.of("id", SlackSandbox.USER));
        answer.put("expires_in", TOKEN.toSeconds());
        answer.put("refresh_token", refresh);
        return Answer.json(200, answer);
    }

    /** What is wrong with a token that this gave out, null for nothing; {@code invalid_auth} for one that it did not. */
    synchronized String wrong(String token) {
        Grant grant = tokens.get(token);
        if (grant == null) {
            return "invalid_auth";
        }
        return grant.until() == Instant.MIN ? "token_revoked" : clock.instant().isBefore(grant.until()) ? null : "token_expired";
    }

    /** {@code auth.revoke}. */
    synchronized Answer revoke(String token) {
        tokens.computeIfPresent(token, (key, grant) -> grant.until(Instant.MIN));
        return Answer.json(200, Map.of("ok", true, "revoked", tokens.containsKey(token)));
    }

    synchronized void reset() {
        codes.clear();
        refreshes.clear();
        tokens.clear();
    }

    private Answer refused(String error) {
        ledger.refuse(200, error);
        return Answer.json(200, Map.of("ok", false, "error", error));
    }
}
