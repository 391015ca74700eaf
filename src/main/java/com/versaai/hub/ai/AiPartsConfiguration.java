package com.versaai.hub.ai;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the gateway asks before and after a call: prices, budgets, redaction, the provider's limits, how it all goes. */
@Configuration(proxyBeanMethods = false)
class AiPartsConfiguration {

    @Bean
    ChatPrices chatPrices(PriceSettings settings) {
        return new ChatPrices(settings);
    }

    @Bean
    TokenBudgets tokenBudgets(BudgetSettings settings, ChatPrices prices, DataSource database, Clock clock) {
        return new TokenBudgets(settings, prices, new BudgetLedger(database), clock);
    }

    @Bean
    Redaction redaction(RedactionSettings settings) {
        return new Redaction(settings);
    }

    @Bean
    ProviderLimits providerLimits(Clock clock) {
        return new ProviderLimits(clock);
    }

    @Bean
    AiStatus aiStatus(StatusSettings settings, Clock clock, MeterRegistry meters) {
        AiStatus status = new AiStatus(settings, clock);
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
