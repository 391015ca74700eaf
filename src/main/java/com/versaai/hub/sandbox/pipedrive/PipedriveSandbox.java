package com.versaai.hub.sandbox.pipedrive;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pipedrive. Effects are {@code persons/<e-mail>}, {@code deals/<key>} where the hub's field is filled, else {@code <object>/#<id>}:
 * a second record of one address is a second effect. A change that changes nothing is none, nor is a search.
 */
final class PipedriveSandbox implements SimulatorFactory {

    static final String TOKEN = "pipedrive-sandbox-token";
    static final String KEY_FIELD = "5a4db0c5ba1e5a4db0c5ba1e5a4db0c5ba1e0001";
    static final String WEBHOOK_SECRET = "pipedrive:hook-sandbox";

    @Override
    public String name() {
        return "pipedrive";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "api-token", TOKEN, "key-field", KEY_FIELD, "webhook-secrets[0]", WEBHOOK_SECRET);
    }

    /** {@code calls}: what a token has in 2 s; 20 in the smallest plan, 0 for no limit. */
    @Override
    public Map<String, List<String>> options() {
        return Map.of("calls", List.of("20"));
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new PipedriveSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock(),
                Integer.parseInt(surroundings.options().get("calls").get(0)));
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new PipedriveWebhookSender(clock));
    }
}
