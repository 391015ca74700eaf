package com.versaai.hub.sandbox.ga4;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.Map;

/** Google Analytics 4. Effects are {@code <event>|<client id>|<hash of the event>}: every valid event is one. */
final class Ga4Sandbox implements SimulatorFactory {

    static final String MEASUREMENT_ID = "G-SANDBOX";
    static final String API_SECRET = "ga4-sandbox";

    @Override
    public String name() {
        return "ga4";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "measurement-id", MEASUREMENT_ID, "api-secret", API_SECRET);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new Ga4Simulator(surroundings.ledger(), surroundings.clock());
    }
}
