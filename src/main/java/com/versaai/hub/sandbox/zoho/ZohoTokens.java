package com.versaai.hub.sandbox.zoho;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Zoho's accounts server: an access token for a refresh token, 10 in 10 minutes; of each refresh token 30 live at a time, and the oldest
 * ends without a word. Refusals are answered with 200, as Zoho does, but for the one for asking too often. Thread-safe.
 */
final class ZohoTokens {

    static final int MOST = 10;
    static final int LIVE = 30;
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration LIFE = Duration.ofHours(1);

    private final Ledger ledger;
    private final Clock clock;
    private final Map<String, Deque<Instant>> given = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Instant>> live = new HashMap<>();

    ZohoTokens(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @param origin where its API is */
    synchronized Answer answer(Call call, String origin) {
        Map<String, String> form = new HashMap<>(call.query());
        if (call.hasType("application/x-www-form-urlencoded")) {
            form.putAll(call.form());
        }
        String refreshToken = form.getOrDefault("refresh_token", "");
        String wrong = !call.is("POST") ? "invalid_request"
                : !"refresh_token".equals(form.get("grant_type")) ? "unsupported_grant_type"
                : !ZohoSandbox.CLIENT_ID.equals(form.get("client_id")) ? "invalid_client"
                : !ZohoSandbox.CLIENT_SECRET.equals(form.get("client_secret")) ? "invalid_client_secret"
                : !refreshToken.equals(ZohoSandbox.REFRESH_TOKEN) && !refreshToken.startsWith(ZohoSandbox.REFRESH_TOKEN + '-') ? "invalid_code" : null;
        if (wrong != null) {
            ledger.refuse(200, wrong);
            return Answer.json(200, Map.of("error", wrong));
        }
        Instant now = clock.instant();
        Deque<Instant> times = given.computeIfAbsent(refreshToken, one -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
            ledger.refuse(400, "more than " + MOST + " access tokens in 10 minutes");
            return tooOften();
        }
        times.addLast(now);
        String token = "1000." + UUID.randomUUID().toString().replace("-", "");
        LinkedHashMap<String, Instant> own = live.computeIfAbsent(refreshToken, one -> new LinkedHashMap<>());
        own.put(token, now.plus(LIFE));
        if (own.size() > LIVE) {
            own.remove(own.keySet().iterator().next());
        }
        return Answer.json(200, Map.of("access_token", token, "api_domain", origin, "token_type", "Bearer", "expires_in", LIFE.toSeconds()));
    }

    static Answer tooOften() {
        return Answer.json(400, Map.of("error_description", "You have made too many requests continuously. Please try again after some time.",
                "error", "Access Denied", "status", "failure"));
    }

    synchronized boolean isLive(String token) {
        return live.values().stream().map(own -> own.get(token)).anyMatch(end -> end != null && end.isAfter(clock.instant()));
    }

    synchronized void expireAll() {
        live.clear();
    }

    synchronized void reset() {
        live.clear();
        given.clear();
    }
}
