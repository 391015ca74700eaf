package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.AppliedStates;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.rate.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class AttemptConfiguration {

    @Bean
    DeliveryReader deliveryReader(ObjectMapper json) {
        return new DeliveryReader(json);
    }

    @Bean
    SettledDeliveries settledDeliveries(DeliveryRepository store, MeterRegistry meters) {
        return new SettledDeliveries(store, meters);
    }

    @Bean
    Claims claims(Destinations destinations, DeliveryProperties settings, DeliveryRepository store, ClockWatch clock) {
        return new Claims(destinations, settings.lease(), store, clock);
    }

    @Bean
    Attempts attempts(Destinations destinations, FaultClassifier faults, Clock clock, MeterRegistry meters, Stopping stopping) {
        return new Attempts(destinations, faults, clock, meters, stopping, RandomGenerator.getDefault());
    }

    /**
     * Attempts at a provider: how many is said by the exception, how far apart by {@link Attempts#pause}. Camel's own delay cannot be
     * ended by a stop without losing the exchange, so a stopping hub goes on as far as that pause, which ends at once.
     */
    @Bean
    RedeliveryPolicy inPlace() {
        RedeliveryPolicy policy = quiet();
        policy.setRedeliveryDelay(0);
        policy.setAllowRedeliveryWhileStopping(true);
        return policy;
    }

    /** A database that is away: half a second doubling to eight, then the record goes back to Kafka and is read again. */
    @Bean
    RedeliveryPolicy whileDatabaseIsAway() {
        RedeliveryPolicy policy = quiet();
        policy.setMaximumRedeliveries(5);
        policy.setRedeliveryDelay(500);
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        return policy;
    }

    /** Between two attempts at the object of a thin event; how many there are is said by the inbox. */
    @Bean
    RedeliveryPolicy whileObjectIsUnread() {
        RedeliveryPolicy policy = quiet();
        policy.setRedeliveryDelay(1000);
        return policy;
    }

    private static RedeliveryPolicy quiet() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setAllowRedeliveryWhileStopping(false);
        policy.setLogRetryAttempted(false);
        policy.setLogHandled(false);
        policy.setLogExhaustedMessageHistory(false);
        policy.setLogStackTrace(false);
        return policy;
    }

    @Bean
    Ages ages(Destinations destinations, DeliveryRepository store, Clock clock) {
        return new Ages(destinations, store, clock);
    }

    @Bean
    RateLimits rateLimits(Destinations destinations, TokenBuckets buckets, Claims claims, Stopping stopping) {
        return new RateLimits(destinations, buckets, claims, stopping);
    }

    @Bean
    Circuits circuits(Destinations destinations, MeterRegistry meters, Stopping stopping) {
        return new Circuits(destinations, meters, stopping);
    }

    @Bean
    Outcomes outcomes(Destinations destinations, DeliveryRepository store, AppliedStates states, Attempts attempts, ObjectMapper json, Clock clock,
                      MeterRegistry meters) {
        return new Outcomes(destinations, store, states, attempts, json, clock, meters);
    }

    @Bean
    UnreadableDeliveries unreadableDeliveries(DeadLetterBox box) {
        return new UnreadableDeliveries(box);
    }

    @Bean
    Parking parking(Destinations destinations, JdbcTemplate jdbc, ClockWatch clock) {
        return new Parking(destinations, jdbc, clock);
    }

    @Bean(destroyMethod = "close")
    CircuitEvents circuitEvents(Circuits circuits, EventPublisher events, Clock clock) {
        return new CircuitEvents(circuits, events, clock);
    }

    /** Routes name a destination's circuit {@code <destination>-circuit}. */
    @Bean
    CamelContextConfiguration circuitsInRegistry(Circuits circuits) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(org.apache.camel.CamelContext context) {
                circuits.each((name, breaker) -> context.getRegistry().bind(name + "-circuit", breaker));
            }

            @Override
            public void afterApplicationStart(org.apache.camel.CamelContext context) {
                // nothing to do
            }
        };
    }
}
