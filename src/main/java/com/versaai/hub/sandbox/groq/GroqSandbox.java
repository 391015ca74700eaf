package com.versaai.hub.sandbox.groq;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.Map;

/** Groq. Effects are {@code <id of the completion>}: every completion is one. */
final class GroqSandbox implements SimulatorFactory {

    static final String API_KEY = "gsk_sandbox";

    @Override
    public String name() {
        return "groq";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url + "/openai/v1", "api-key", API_KEY);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new GroqSimulator(surroundings.ledger(), surroundings.clock());
    }
}
