package com.versaai.hub.sandbox.dynamics;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Entra ID's {@code /<tenant>/oauth2/v2.0/token}: a token is good for the one audience that was asked for, and for about an hour. Thread-safe. */
final class EntraTokens {

    private static final int LIFE_S = 3_599;
    private static final int MOST = 1_000;
    private static final String DEFAULT = "/.default";
    /** There is always this one, which is nothing that Dynamics takes. */
    private static final String GRAPH = "https://graph.microsoft.com";

    private record Token(String audience, Instant expires) {
    }

    private final BiConsumer<Integer, String> refused;
    private final Clock clock;
    private final Map<String, Token> live = new LinkedHashMap<>();

    /** @param refused told the status and the reason of each refusal */
    EntraTokens(BiConsumer<Integer, String> refused, Clock clock) {
        this.refused = refused;
        this.clock = clock;
    }

    /** @param environment the address that its tokens are for */
    Answer answer(Call call, String tenant, String environment) {
        if (!call.is("POST") || !call.hasType("application/x-www-form-urlencoded")) {
            return refuse(400, "invalid_request", "AADSTS900561: The endpoint only accepts POST requests.");
        }
        Map<String, String> form = call.form();
        if (!DynamicsSandbox.TENANT.equals(tenant)) {
            return refuse(400, "invalid_request", "AADSTS90002: Tenant was not found. Check to make sure you have the correct tenant ID.");
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return refuse(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.");
        }
        if (!DynamicsSandbox.CLIENT_ID.equals(form.get("client_id"))) {
            return refuse(400, "unauthorized_client", "AADSTS700016: Application was not found in the directory.");
        }
        if (!DynamicsSandbox.CLIENT_SECRET.equals(form.get("client_secret"))) {
            return refuse(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        }
        String scope = form.getOrDefault("scope", "");
        if (!scope.endsWith(DEFAULT)) {
            return refuse(400, "invalid_scope", "AADSTS1002012: The provided value for scope is not valid. It must end in /.default.");
        }
        String audience = scope.substring(0, scope.length() - DEFAULT.length());
        if (!Set.of(environment, GRAPH).contains(audience)) {
            return refuse(400, "invalid_resource", "AADSTS500011: The resource principal was not found in the tenant.");
        }
        String token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + UUID.randomUUID().toString().replace("-", "") + ".sandbox";
        issue(token, audience);
        return Answer.json(200, Map.of("token_type", "Bearer", "expires_in", LIFE_S, "ext_expires_in", LIFE_S, "access_token", token));
    }

    private synchronized void issue(String token, String audience) {
        live.put(token, new Token(audience, clock.instant().plusSeconds(LIFE_S)));
        if (live.size() > MOST) {
            live.remove(live.keySet().iterator().next());
        }
    }

    /** Whether that token lets its bearer into that environment. */
    synchronized boolean opens(String token, String environment) {
        Token known = token == null ? null : live.get(token);
        return known != null && known.audience().equals(environment) && clock.instant().isBefore(known.expires());
    }

    synchronized void expireAll() {
        live.clear();
    }

    private Answer refuse(int status, String error, String description) {
        refused.accept(status, error + ": " + description);
        return failure(status, error, description);
    }

    static Answer failure(int status, String error, String description) {
        return Answer.json(status, Map.of("error", error, "error_description", description + " Trace ID: " + UUID.randomUUID(), "correlation_id",
                UUID.randomUUID().toString()));
    }
}
