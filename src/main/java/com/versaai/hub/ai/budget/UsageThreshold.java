package com.versaai.hub.ai.budget;

import com.versaai.hub.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;

/**
 * A tenant has spent so much of its month that it should be told.
 *
 * @param tenant whose budget
 * @param month  which
 * @param used   spent
 * @param limit  the budget
 */
record UsageThreshold(String tenant, YearMonth month, BigDecimal used, BigDecimal limit) {

    private static final String METRIC = "ai.cost";

    /** The event {@code user.usage.threshold}; publishing it twice is one event, its id is of tenant and month. */
    Event event(Instant now) {
        Map<String, Object> data = Map.of("customerId", tenant, "metric", METRIC,
                "used", used.setScale(4, RoundingMode.HALF_UP), "limit", limit);
        return Event.of("/hub", "ai-budget/" + tenant + "/" + month, "user.usage.threshold", tenant, now, data).within(tenant, null);
    }
}
