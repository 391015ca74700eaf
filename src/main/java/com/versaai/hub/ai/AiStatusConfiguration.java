package com.versaai.hub.ai;

import com.versaai.hub.clock.SteadyClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How it all goes. */
@Configuration(proxyBeanMethods = false)
class AiStatusConfiguration {

    @Bean
    AiStatus aiStatus(StatusSettings settings, Clock clock, MeterRegistry meters) {
        AiStatus status = new AiStatus(settings, new SteadyClock(clock));
        Gauge.builder("hub.ai.status", status, one -> one.level().ordinal())
                .description("AI calls: 0 healthy, 1 degraded, 2 unavailable").register(meters);
        return status;
    }

    @Bean
    AiProbes aiProbes(AiStatus status, Clock clock, MeterRegistry meters) {
        return new AiProbes(status, clock, meters);
    }

    @Bean
    HealthIndicator aiHealthIndicator(AiStatus status, StatusSettings settings, AiProbes probes) {
        return new AiHealth(status, settings, probes);
    }
}
