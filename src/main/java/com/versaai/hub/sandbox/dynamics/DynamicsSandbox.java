package com.versaai.hub.sandbox.dynamics;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Dynamics 365 with its login at Entra ID. Effects are {@code <entity set>/<key>}, {@code <entity set>/#<id>} for a row without a key; a change that
 * changes nothing is none. A closed opportunity is one more of {@code WinOpportunity/<key>}.
 */
final class DynamicsSandbox implements SimulatorFactory {

    static final String TENANT = "5a4db0c5-0000-4000-8000-000000000001";
    static final String CLIENT_ID = "00000000-0000-4000-8000-000000000002";
    static final String CLIENT_SECRET = "dynamics~sandbox~secret";
    static final String KEY_COLUMN = "hub_key";
    static final String WEBHOOK_SECRET = "dynamics-hook-sandbox";

    @Override
    public String name() {
        return "dynamics";
    }

    @Override
    public boolean issuesTokens() {
        return true;
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "login-url", url, "tenant", TENANT, "client-id", CLIENT_ID, "client-secret", CLIENT_SECRET,
                "key-column", KEY_COLUMN, "webhook-secrets[0]", WEBHOOK_SECRET);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new DynamicsSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock());
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new DynamicsWebhookSender(clock));
    }
}
