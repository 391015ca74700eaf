package com.versaai.hub.sandbox.mixpanel;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.Map;

/** Mixpanel. Effects are {@code <event>|<time>|<distinct_id>|<$insert_id>}, the first of each. */
final class MixpanelSandbox implements SimulatorFactory {

    static final String SERVICE_ACCOUNT = "svc.sandbox";
    static final String SERVICE_SECRET = "mixpanel-sandbox";
    static final String PROJECT_ID = "1";
    static final String PROJECT_TOKEN = "mixpanel-token-sandbox";

    @Override
    public String name() {
        return "mixpanel";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "service-account", SERVICE_ACCOUNT, "service-secret", SERVICE_SECRET, "project-id", PROJECT_ID);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new MixpanelSimulator(surroundings.ledger(), surroundings.clock());
    }
}
