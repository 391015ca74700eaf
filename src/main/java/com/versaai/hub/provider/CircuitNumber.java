package com.versaai.hub.provider;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/** A circuit's state as the gauges of deliveries and of language models show it. */
public final class CircuitNumber {

    private CircuitNumber() {
    }

    /** 0 closed or none, 1 half open, 2 open. */
    public static int of(CircuitBreaker breaker) {
        return breaker == null ? 0 : switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
            case HALF_OPEN -> 1;
            case OPEN, FORCED_OPEN -> 2;
        };
    }
}
