package com.versaai.hub.ai.budget;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A tenant's month.
 *
 * @param tenant   whose
 * @param spent    on calls that have ended
 * @param reserved for calls that are running, at most
 * @param limit    null = unlimited, and then nothing is counted
 * @param resetsAt start of the next month, UTC
 */
record Budget(String tenant, BigDecimal spent, BigDecimal reserved, BigDecimal limit, Instant resetsAt) {
}
