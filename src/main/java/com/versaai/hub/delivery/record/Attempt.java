package com.versaai.hub.delivery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One call of a provider, or one act of an operator.
 *
 * @param outcome ok, transient, rate_limited, permanent, in_doubt, superseded, replayed, edited or discarded
 * @param waitMs  how long was waited after it, null when nothing followed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(int number, int round, Instant startedAt, long durationMs, String outcome, Integer status, String code,
               String message, String answer, Long waitMs) {
}
