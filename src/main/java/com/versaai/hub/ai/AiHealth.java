package com.versaai.hub.ai;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * The status as Actuator's component {@code ai}. Degraded is up: it still answers. Not part of readiness, for every node
 * asks the same providers and a hub without AI serves everything else.
 */
final class AiHealth implements HealthIndicator {

    private final AiStatus status;
    private final StatusSettings settings;
    private final AiProbes probes;

    AiHealth(AiStatus status, StatusSettings settings, AiProbes probes) {
        this.status = status;
        this.settings = settings;
        this.probes = probes;
    }

    @Override
    public Health health() {
        AiStatus.Reading reading = status.read();
        return (reading.level() == AiStatus.Level.UNAVAILABLE ? Health.down() : Health.up())
                .withDetail("level", reading.level().name())
                .withDetail("errors", reading.errors())
                .withDetail("window", settings.window().toString())
                .withDetail("probes", told())
                .build();
    }

    private Map<String, Map<String, Object>> told() {
        Map<String, Map<String, Object>> told = new TreeMap<>();
        probes.findings().forEach((account, finding) -> told.put(account, finding.up()
                ? Map.of("up", true, "since", finding.since()) : Map.of("up", false, "since", finding.since(), "why", finding.why())));
        return told;
    }
}
