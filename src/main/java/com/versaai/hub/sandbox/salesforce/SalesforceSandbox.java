package com.versaai.hub.sandbox.salesforce;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Salesforce. Effects are {@code <Type>/<ExternalId__c>/<value>}, plain creates are keyed by the new id; an upsert that changes nothing is none. */
final class SalesforceSandbox implements SimulatorFactory {

    static final String CLIENT_ID = "sandbox-client";
    static final String CLIENT_SECRET = "sandbox-secret";
    static final String ORGANIZATION = "00D3000000001n7EAA";
    static final String MESSAGE_TOKEN = "salesforce-sandbox-token";

    @Override
    public String name() {
        return "salesforce";
    }

    @Override
    public boolean issuesTokens() {
        return true;
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("login-url", url, "client-id", CLIENT_ID, "client-secret", CLIENT_SECRET, "api-version", "v68.0",
                "webhook-secrets[0]", ORGANIZATION + ':' + MESSAGE_TOKEN);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new SalesforceSimulator(surroundings.capacity(), surroundings.ledger(), surroundings.clock());
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new SalesforceMessageSender(clock));
    }
}
