package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HubSpot. Effects are {@code <type>/<idProperty>/<value>}, plain creates are keyed by the new id; an upsert that changes nothing is none. */
final class HubspotSandbox implements SimulatorFactory {

    static final String TOKEN = "pat-sandbox";
    static final String CLIENT_ID = "sandbox-client";
    static final String CLIENT_SECRET = "sandbox-secret";
    static final String REFRESH_TOKEN = "refresh-sandbox";
    static final String WEBHOOK_SECRET = "hubspot-sandbox-client-secret";
    /** {@code hub.inbound.public-url} of the sandbox. */
    static final String HUB = "https://hub.sandbox.example";

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
        return Map.of("base-url", url, "token", TOKEN, "webhook-secrets[0]", WEBHOOK_SECRET);
    }

    /** {@code calls}: what a private app has in 10 s; 100 in small editions, 250 with the add-on, 0 for no limit. */
    @Override
    public Map<String, List<String>> options() {
        return Map.of("calls", List.of("190"));
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new HubspotSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock(),
                Integer.parseInt(surroundings.options().get("calls").get(0)));
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new HubspotWebhookSender(clock));
    }
}
