package com.versaai.hub.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.gateway.ReservedSources;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.storage.DatabaseFile;
import com.versaai.hub.storage.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of delivery; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    Destinations destinations(DeliveryProperties settings, Manifests manifests, Topics topics) {
        return new Destinations(settings, manifests, topics::createDeliveries);
    }

    @Bean(destroyMethod = "close")
    GroupCommit groupCommit(DataSource dataSource, DeliveryProperties settings) {
        return new GroupCommit(dataSource, settings.outage());
    }

    @Bean
    DeliveryStore deliveryStore(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        return new DeliveryStore(jdbc, commits, clock);
    }

    @Bean
    DeliveryRecord deliveryRecord(ObjectMapper json) {
        return new DeliveryRecord(json);
    }

    @Bean
    DeliveryLog deliveryLog(DeliveryStore store, MeterRegistry meters) {
        return new DeliveryLog(store, meters);
    }

    @Bean
    Claims claims(Destinations destinations, DeliveryProperties settings, DeliveryStore store, Clock clock) {
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
    RateLimits rateLimits(Destinations destinations, TokenBuckets buckets, Claims claims, Stopping stopping) {
        return new RateLimits(destinations, buckets, claims, stopping);
    }

    @Bean
    Circuits circuits(Destinations destinations, MeterRegistry meters, Stopping stopping) {
        return new Circuits(destinations, meters, stopping);
    }

    @Bean
    Outcomes outcomes(Destinations destinations, DeliveryStore store, Attempts attempts, ObjectMapper json, Clock clock,
                      MeterRegistry meters) {
        return new Outcomes(destinations, store, attempts, json, clock, meters);
    }

    @Bean
    TrialPlans trialPlans(Destinations destinations, Mappings mappings, EventRecords records, ObjectMapper json, Clock clock) {
        return new TrialPlans(destinations, mappings, records, json, clock);
    }

    @Bean
    DeliveryPlan deliveryPlan(Destinations destinations, Mappings mappings, ObjectMapper json, Clock clock) {
        return new DeliveryPlan(destinations, mappings, json, clock);
    }

    @Bean
    Journal journal(DeliveryPlan plan, GroupCommit commits, Clock clock) {
        return new Journal(plan, commits, clock);
    }

    @Bean
    DeadLetterBox deadLetterBox(DeliveryStore store, EventPublisher events, ObjectMapper json, Clock clock) {
        return new DeadLetterBox(store, events, json, clock);
    }

    @Bean
    UnreadableDeliveries unreadableDeliveries(DeadLetterBox box) {
        return new UnreadableDeliveries(box);
    }

    @Bean
    RoutingFailures routingFailures(DeadLetterBox box, GroupCommit commits, EventRecords records, ObjectMapper json,
                                    Clock clock) {
        return new RoutingFailures(box, commits, records, json, clock);
    }

    @Bean
    Parking parking(JdbcTemplate jdbc, Clock clock) {
        return new Parking(jdbc, clock);
    }

    @Bean
    Deliveries deliveries(JdbcTemplate jdbc) {
        return new Deliveries(jdbc);
    }

    @Bean
    DeadLetters deadLetters(GroupCommit commits, ReplayPublisher publisher, Topics topics, ReservedSources reserved, ObjectMapper json,
            Clock clock) {
        return new DeadLetters(commits, publisher, topics, new EditRules(reserved), json, clock);
    }

    @Bean
    DeadLetterMBean deadLetterMBean(Deliveries deliveries, DeadLetters deadLetters, DeadLetterJobs jobs, Timelines timelines, ObjectMapper json) {
        return new DeadLetterMBean(deliveries, deadLetters, jobs, timelines, json);
    }

    @Bean
    Integrations integrations(Destinations destinations, Circuits circuits, Backlog backlog, JdbcTemplate jdbc, MeterRegistry meters) {
        return new Integrations(destinations, circuits, backlog, jdbc, meters);
    }

    @Bean
    DeliveryApi operations(Timelines timelines, Deliveries deliveries, DeadLetters deadLetters, Integrations integrations, Clock clock) {
        return new DeliveryApi(timelines, deliveries, deadLetters, integrations, clock);
    }

    @Bean
    ReplayPublisher replayPublisher(ProducerTemplate template) {
        return (topic, key, headers, value) -> {
            Map<String, Object> all = new HashMap<>(headers);
            all.put(KafkaConstants.KEY, key);
            template.sendBodyAndHeaders("kafka:" + topic, value, all);
        };
    }

    @Bean
    EventPublisher eventPublisher(ReplayPublisher publisher, Topics topics, ObjectMapper json, MeterRegistry meters) {
        return event -> {
            String topic = topics.ofEvent(event.type());
            publisher.publish(topic, event.subject(), Map.of(), json.writeValueAsBytes(event));
            meters.counter("hub.events.published", "topic", topic).increment();
        };
    }

    @Bean
    Retention retention(DeliveryProperties settings, DatabaseSettings limits, DatabaseFile file, JdbcTemplate jdbc, Clock clock) {
        return new Retention(settings, limits, file::rows, jdbc, clock);
    }

    @Bean(destroyMethod = "close")
    CircuitEvents circuitEvents(Circuits circuits, EventPublisher events, Clock clock) {
        return new CircuitEvents(circuits, events, clock);
    }

    @Bean
    Timelines timelines(JdbcTemplate jdbc, Deliveries deliveries, ObjectMapper json) {
        return new Timelines(jdbc, deliveries, json);
    }

    /** Routes name a destination's circuit {@code <destination>-circuit}. */
    @Bean
    CamelContextConfiguration circuitsInRegistry(Circuits circuits) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(org.apache.camel.CamelContext context) {
                circuits.bindTo((name, breaker) -> context.getRegistry().bind(name + "-circuit", breaker));
            }

            @Override
            public void afterApplicationStart(org.apache.camel.CamelContext context) {
                // nothing to do
            }
        };
    }
}
