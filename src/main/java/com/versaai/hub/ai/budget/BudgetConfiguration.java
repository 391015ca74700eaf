package com.versaai.hub.ai.budget;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.rate.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What tenants may use, and what it costs. */
@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

    @Bean
    ChatPrices chatPrices(PriceSettings settings) {
        return new ChatPrices(settings);
    }

    @Bean
    TokenBudgets tokenBudgets(BudgetSettings settings, ChatPrices prices, DataSource database, ClockWatch clock) {
        return new TokenBudgets(settings, prices, new BudgetLedger(database), clock);
    }

    @Bean
    ChatLimits chatLimits(RateSettings settings, TokenBuckets buckets) {
        return new ChatLimits(settings, buckets);
    }

    @Bean
    ChatBill chatBill(BudgetSettings settings, ChatLimits limits, TokenBudgets budgets, ChatPrices prices, ThresholdEvents events,
                      MeterRegistry meters, Clock clock) {
        return new ChatBill(settings, limits, budgets, prices, events, meters, clock);
    }
}
