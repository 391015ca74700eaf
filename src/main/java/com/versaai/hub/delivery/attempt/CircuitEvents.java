package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.event.Event;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a destination that went and came back: {@code system.health.degraded} when its circuit opens, {@code .recovered}
 * when it closes. Probing in between is told to nobody. Published by a thread of its own, so that a delivery never waits
 * for its alert; an alert that Kafka does not take is lost, the circuit's state is in the metrics all the same.
 */
class CircuitEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitEvents.class);

    private final EventPublisher events;
    private final Clock clock;
    private final Set<String> degraded = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "hub-circuit-events");
        daemon.setDaemon(true);
        return daemon;
    });

    CircuitEvents(Circuits circuits, EventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
        circuits.each((name, breaker) ->
                breaker.getEventPublisher().onStateTransition(event -> changed(name, event)));
    }

    private void changed(String destination, CircuitBreakerOnStateTransitionEvent transition) {
        State now = transition.getStateTransition().getToState();
        if (now == State.OPEN && degraded.add(destination)) {
            thread.execute(() -> publish("system.health.degraded", destination, "circuit open"));
        } else if (now == State.CLOSED && degraded.remove(destination)) {
            thread.execute(() -> publish("system.health.recovered", destination, "circuit closed"));
        }
    }

    private void publish(String type, String destination, String status) {
        Instant now = clock.instant();
        Map<String, Object> data = new TreeMap<>(Map.of("service", destination, "status", status, "error", status));
        try {
            events.publish(Event.of("/hub", destination + "@" + now, type, destination, now, data));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn("{} of {} could not be told: {}", type, destination, e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
