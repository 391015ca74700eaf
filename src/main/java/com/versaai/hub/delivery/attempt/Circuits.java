package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.destination.DeliveryProperties.Circuit;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.CircuitNumber;
import com.versaai.hub.provider.FaultClass;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit breaker per destination. Only faults of the destination count: a delivery it rightly refuses says nothing
 * about its health. While a circuit is open its consumers stand at {@link #gate the gate}: they take nothing from the
 * queue, and other destinations, having consumers of their own, notice nothing. Bean {@code circuits}.
 */
public class Circuits {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    /** The consumer must poll again before Kafka's {@code max.poll.interval.ms} (15 minutes) takes its partitions away. */
    private static final Duration LONGEST_AT_GATE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Destinations destinations;
    private final MeterRegistry meters;
    private final Stopping stopping;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, Circuit> settings = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, CircuitBreaker>> listeners = new CopyOnWriteArrayList<>();

    Circuits(Destinations destinations, MeterRegistry meters, Stopping stopping) {
        this.destinations = destinations;
        this.meters = meters;
        this.stopping = stopping;
        update();
        destinations.onChange(this::update);
    }

    /** Circuits of destinations that are new or have other numbers begin closed; those of destinations that are gone go. */
    private synchronized void update() {
        Map<String, Destination> wanted = destinations.all();
        breakers.keySet().stream().filter(name -> !wanted.containsKey(name)).toList().forEach(name -> {
            breakers.remove(name);
            settings.remove(name);
            Search.in(meters).name("hub.circuit.state").tag("destination", name).gauges().forEach(meters::remove);
        });
        wanted.forEach((name, destination) -> {
            Circuit circuit = destination.policy().circuit();
            if (!circuit.equals(settings.put(name, circuit))) {
                CircuitBreaker breaker = CircuitBreaker.of(name, config(circuit));
                breaker.getEventPublisher().onStateTransition(event -> LOG.warn("Circuit of {}: {}", name, event.getStateTransition()));
                breakers.put(name, breaker);
                // By name: the gauge stays when the circuit is another.
                Gauge.builder("hub.circuit.state", () -> CircuitNumber.of(breakers.get(name))).tag("destination", name)
                        .description("0 closed, 1 half open, 2 open").register(meters);
                listeners.forEach(listener -> listener.accept(name, breaker));
            }
        });
    }

    /** Hands over every circuit there is, and each that comes. */
    synchronized void each(BiConsumer<String, CircuitBreaker> listener) {
        listeners.add(listener);
        breakers.forEach(listener);
    }

    private static CircuitBreakerConfig config(Circuit circuit) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(circuit.window())
                .minimumNumberOfCalls(circuit.minimumCalls())
                .failureRateThreshold(circuit.failureRate())
                .slowCallDurationThreshold(circuit.slowCall())
                .slowCallRateThreshold(circuit.slowRate())
                .waitDurationInOpenState(circuit.openFor())
                .permittedNumberOfCallsInHalfOpenState(circuit.probes())
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordException(thrown -> !(thrown instanceof ProviderFailedException failed) || failed.fault().faultClass() != FaultClass.PERMANENT)
                .build();
    }

    /** Breakers by destination, for Camel's registry. */
    public Map<String, CircuitBreaker> breakers() {
        return breakers;
    }

    /** closed, half_open, open …, as shown to operators. */
    public String state(String destination) {
        CircuitBreaker breaker = breakers.get(destination);
        return breaker == null ? "none" : breaker.getState().name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Holds the delivery while the circuit is open.
     *
     * @throws DestinationPausedException when it stays open longer than a consumer may stand still, or the hub stops; the delivery is read again
     */
    public void gate(Exchange exchange) throws InterruptedException {
        String destination = DeliveryPass.of(exchange).destination();
        long until = System.nanoTime() + LONGEST_AT_GATE.toNanos();
        while (open(breakers.get(destination))) {
            if (System.nanoTime() > until || stopping.await(LOOK_AGAIN)) {
                throw new DestinationPausedException(destination);
            }
        }
    }

    private static boolean open(CircuitBreaker breaker) {
        return breaker != null && (breaker.getState() == CircuitBreaker.State.OPEN || breaker.getState() == CircuitBreaker.State.FORCED_OPEN);
    }
}
