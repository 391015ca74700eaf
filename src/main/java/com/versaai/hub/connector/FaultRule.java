package com.versaai.hub.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * An answer that means something else than its status says.
 *
 * @param status     null for any
 * @param code       the provider's error code, null for any
 * @param faultClass transient, permanent or in-doubt
 * @param retryAfter how long the provider wants to be left alone where it does not say so itself; null for unknown
 */
public record FaultRule(Integer status, String code, @JsonProperty("class") String faultClass, @JsonProperty("retry-after") Duration retryAfter) {

    /** Whether it is about that answer. */
    public boolean matches(Integer answered, String said) {
        return (status == null || status.equals(answered)) && (code == null || code.equals(said));
    }
}
