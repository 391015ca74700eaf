package com.versaai.hub.ai.chain;

import com.versaai.hub.provider.CircuitNumber;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One circuit breaker per provider: so many failures in a row, and it is left alone for a while. */
final class ChatCircuits {

    private static final Logger LOG = LoggerFactory.getLogger(ChatCircuits.class);

    private final Map<String, CircuitBreaker> breakers = new LinkedHashMap<>();

    ChatCircuits(ChainSettings settings, MeterRegistry meters, Clock clock) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.circuit().failures())
                .minimumNumberOfCalls(settings.circuit().failures())
                .failureRateThreshold(100)
                .waitDurationInOpenState(settings.circuit().openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                // A refusal that is the caller's doing is an answer: it neither opens a circuit nor keeps one from opening.
                .ignoreException(thrown -> !ChatFault.of(thrown, clock).counts())
                .build();
        for (String account : settings.accounts()) {
            CircuitBreaker breaker = CircuitBreaker.of("chat-" + account, config);
            breaker.getEventPublisher().onStateTransition(event -> LOG.warn("Circuit of {}: {}", account, event.getStateTransition()));
            Gauge.builder("hub.ai.circuit", breaker, CircuitNumber::of).tag("provider", account)
                    .description("0 closed, 1 half open, 2 open").register(meters);
            breakers.put(account, breaker);
        }
    }

    Map<String, CircuitBreaker> breakers() {
        return breakers;
    }
}
