package com.versaai.hub.ai;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * The status as Actuator's component {@code ai}. Degraded is up: it still answers. Not part of readiness, for every node
 * asks the same providers and a hub without AI serves everything else.
 */
final class AiHealth implements HealthIndicator {

    private final AiStatus status;
    private final StatusSettings settings;

    AiHealth(AiStatus status, StatusSettings settings) {
        this.status = status;
        this.settings = settings;
    }

    @Override
    public Health health() {
        AiStatus.Reading reading = status.read();
        return (reading.level() == AiStatus.Level.UNAVAILABLE ? Health.down() : Health.up())
                .withDetail("level", reading.level().name())
                .withDetail("errors", reading.errors())
                .withDetail("window", settings.window().toString())
                .build();
    }
}
