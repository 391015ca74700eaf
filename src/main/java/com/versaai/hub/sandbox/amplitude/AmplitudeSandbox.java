package com.versaai.hub.sandbox.amplitude;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.List;
import java.util.Map;

/** Amplitude. Effects are {@code <device or user>|<insert_id>}, the first of each; without an id every event is one. */
final class AmplitudeSandbox implements SimulatorFactory {

    static final String API_KEY = "amplitude-sandbox";

    @Override
    public String name() {
        return "amplitude";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "api-key", API_KEY);
    }

    /** {@code calls}: requests that are taken in a second, 0 for no limit. */
    @Override
    public Map<String, List<String>> options() {
        return Map.of("calls", List.of("100"));
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new AmplitudeSimulator(surroundings.ledger(), surroundings.clock(), Integer.parseInt(surroundings.options().get("calls").get(0)));
    }
}
