package com.versaai.hub.sandbox.zoho;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Zoho CRM. Effects are {@code Leads/<e-mail>}, {@code Contacts/<e-mail>}, {@code <Module>/<Hub_Key>} for all else, {@code <Module>/#<id>}
 * where there is neither, and {@code watch/<channel>} for each time that a channel is made or renewed. A write that changes nothing is none.
 */
final class ZohoSandbox implements SimulatorFactory {

    static final String CLIENT_ID = "1000.sandboxclient";
    static final String CLIENT_SECRET = "zoho-sandbox-secret";
    /** And those that begin with it and a hyphen: a user has up to 20. */
    static final String REFRESH_TOKEN = "1000.refresh-sandbox";
    static final String WEBHOOK_TOKEN = "zoho-hook-sandbox";
    static final String CREDITS = "credits";
    static final String SEARCH_LAG = "search-lag";

    @Override
    public String name() {
        return "zoho";
    }

    @Override
    public boolean issuesTokens() {
        return true;
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("accounts-url", url, "client-id", CLIENT_ID, "client-secret", CLIENT_SECRET, "refresh-token", REFRESH_TOKEN,
                "webhook-secrets[0]", WEBHOOK_TOKEN);
    }

    /** Calls in 24 hours: those of the free edition are 5000, of the others 50000 and more. Milliseconds until the search shows what was written. */
    @Override
    public Map<String, List<String>> options() {
        return Map.of(CREDITS, List.of("50000"), SEARCH_LAG, List.of("0"));
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new ZohoSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock(),
                Integer.parseInt(surroundings.options().get(CREDITS).get(0)), Duration.ofMillis(Long.parseLong(surroundings.options().get(SEARCH_LAG).get(0))));
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new ZohoWebhookSender(clock));
    }
}
