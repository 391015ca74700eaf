package com.versaai.hub.ai.budget;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What tenants may spend in a calendar month (UTC), in the currency of the prices.
 *
 * @param budgets       by tenant; a name with capitals or an underscore stands in brackets. Counting starts when a tenant
 *                      has a budget, not with the month
 * @param defaultBudget of every other tenant; none = unlimited
 * @param budgetWarnAt  per cent of the budget whose spending is told, once a month
 * @param budgetLease   how long a reservation holds that is never settled; longer than the longest call; a stream renews it
 * @param longestAnswer longest answer that is reckoned with when a request doesn't limit it, for budgets and the provider's limits
 */
@Validated
@ConfigurationProperties("hub.ai")
record BudgetSettings(
        @NotNull @DefaultValue Map<String, @NotNull @PositiveOrZero BigDecimal> budgets,
        @PositiveOrZero BigDecimal defaultBudget,
        @Min(1) @Max(100) @DefaultValue("80") int budgetWarnAt,
        @NotNull @DefaultValue("10m") Duration budgetLease,
        @DefaultValue("1024") @Min(1) int longestAnswer) {

    BudgetSettings {
        budgets = new TreeMap<>(budgets);
        if (budgetLease.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("hub.ai.budget-lease must be 1m or more: a running call would lose its reservation");
        }
    }

    /** Null when the tenant may spend what it likes. */
    BigDecimal limit(String tenant) {
        return budgets.getOrDefault(tenant, defaultBudget);
    }
}
