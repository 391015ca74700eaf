package com.versaai.hub.ai.budget;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param cost    of it; zero when it had been ended before
 * @param warning to publish, for the one settlement a month that crosses the threshold
 */
record Settlement(BigDecimal cost, Optional<UsageThreshold> warning) {

    static Settlement of(BigDecimal cost) {
        return new Settlement(cost, Optional.empty());
    }
}
