package com.versaai.hub.sandbox.segment;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import java.util.Map;

/** Segment. Effects are {@code <messageId>}, the first of each; without an id every event is one. */
final class SegmentSandbox implements SimulatorFactory {

    static final String WRITE_KEY = "segment-sandbox";

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public Map<String, String> settings(String url) {
        return Map.of("base-url", url, "write-key", WRITE_KEY);
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new SegmentSimulator(surroundings.ledger());
    }
}
