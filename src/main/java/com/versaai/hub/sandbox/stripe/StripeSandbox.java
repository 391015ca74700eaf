package com.versaai.hub.sandbox.stripe;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Stripe: tells of payments, and has what its thin events name. Reading is no effect. */
final class StripeSandbox implements SimulatorFactory {

    static final String WEBHOOK_SECRET = "whsec_sandbox";
    static final String API_KEY = "rk_sandbox";

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "api-key", API_KEY, "webhook-secrets[0]", WEBHOOK_SECRET);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new StripeSimulator();
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new StripeWebhookSender(clock));
    }
}
