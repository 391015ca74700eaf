package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.Map;

/** HubSpot. Effects are {@code <type>/<idProperty>/<value>}, plain creates are keyed by the new id; an upsert that changes nothing is none. */
final class HubspotSandbox implements SimulatorFactory {

    static final String TOKEN = "pat-sandbox";
    static final String CLIENT_ID = "sandbox-client";
    static final String CLIENT_SECRET = "sandbox-secret";
    static final String REFRESH_TOKEN = "refresh-sandbox";

    @Override
    public String name() {
        return "hubspot";
    }

    @Override
    public boolean issuesTokens() {
        return true;
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "token", TOKEN);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new HubspotSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock());
    }
}
