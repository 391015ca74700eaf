package com.versaai.hub.ai.budget;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.rate.*}: calls to providers.
 *
 * @param perMinute       calls to providers per tenant, 0 = unlimited
 * @param global          calls of all tenants together, 0 = unlimited
 * @param tokensPerMinute prompt and answer of a tenant's calls, 0 = unlimited
 * @param tokensGlobal    of all tenants together, 0 = unlimited
 * @param queue           requests that may wait for their turn
 * @param maxWait         how long each
 */
@Validated
@ConfigurationProperties("hub.ai.rate")
record RateSettings(@DefaultValue("60") @Min(0) long perMinute, @DefaultValue("600") @Min(0) long global,
                    @DefaultValue("0") @Min(0) long tokensPerMinute, @DefaultValue("0") @Min(0) long tokensGlobal,
                    @DefaultValue("50") @Min(0) int queue, @DefaultValue("2s") Duration maxWait) {
}
