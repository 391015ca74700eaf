package com.versaai.hub.delivery.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.attempt.Attempts;
import com.versaai.hub.delivery.attempt.Outcomes;
import com.versaai.hub.delivery.attempt.ProviderFailedException;
import com.versaai.hub.delivery.attempt.SettledDeliveries;
import com.versaai.hub.delivery.destination.DeliveryProperties.Circuit;
import com.versaai.hub.delivery.destination.DeliveryProperties.Destination;
import com.versaai.hub.delivery.destination.DeliveryProperties.KeyRate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Retry;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.support.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Delivery without Kafka and Spring: the real tables in an H2 of its own, and a clock that is set by hand. */
public final class Records implements AutoCloseable {

    public static final Instant NOON = HandClock.NOON;

    public final HandClock clock;
    public final ClockWatch watch;
    public final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final FaultClassifier faults;
    public final CamelContext camel = new DefaultCamelContext();
    public final JdbcTemplate jdbc;
    public final GroupCommit commits;
    public final DeliveryRepository store;
    public final DeliveryProperties settings = settings();
    public final Destinations destinations = destinations(settings);
    public final Stopping stopping = new Stopping();
    public final Attempts attempts;
    public final Outcomes outcomes;
    public final SettledDeliveries log;
    public final AppliedStates states;
    public final DeliveryQueries deliveries;

    public Records() {
        this(freshH2(), new HandClock());
    }

    /** On a database that is migrated and somebody else's to close. */
    public Records(DataSource database, HandClock clock) {
        this.clock = clock;
        watch = clock.watch();
        faults = new FaultClassifier(clock, destination -> Optional.empty());
        jdbc = new JdbcTemplate(database);
        commits = new GroupCommit(database);
        store = new DeliveryRepository(jdbc, commits, clock);
        attempts = new Attempts(destinations, faults, clock, meters, stopping, new Random(1));
        states = new AppliedStates(jdbc, clock);
        outcomes = new Outcomes(destinations, store, states, attempts, json, clock, meters);
        log = new SettledDeliveries(store, meters);
        deliveries = new DeliveryQueries(jdbc);
    }

    /** A migrated H2 of one's own; {@code shutdown} ends it. */
    public static DataSource freshH2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(h2).locations("classpath:db/migration").load().migrate();
        return h2;
    }

    public static DeliveryProperties settings() {
        Policy defaults = new Policy(new Retry(3, Duration.ofSeconds(1), 2d, Duration.ofSeconds(60)),
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(5)), new Rate(0L, Duration.ofSeconds(1)), null,
                new Circuit(50f, 5, 20, Duration.ofSeconds(10), 80f, Duration.ofSeconds(30), 3));
        return settings(defaults, Map.of("slack", said(true, unlimited()), "hubspot", said(true, unlimited()), "salesforce", said(false, null)));
    }

    public static DeliveryProperties settings(Policy defaults, Map<String, Destination> destinations) {
        return new DeliveryProperties(defaults, destinations, Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofDays(30), DeliveryProperties.NotConfigured.SKIP);
    }

    private static Policy unlimited() {
        return new Policy(null, null, new Rate(0L, null), new KeyRate(null, 0L, null), null);
    }

    /** What the configuration says of a destination; the rest as its connector has it. */
    public static Destination said(boolean enabled, Policy policy) {
        return new Destination(null, null, null, enabled, null, null, policy);
    }

    /** With the connectors of {@code routes/connectors}. */
    public static Destinations destinations(DeliveryProperties settings) {
        Manifests manifests = new Manifests(Path.of("routes/connectors"));
        manifests.refresh();
        return new Destinations(settings, manifests, topics -> { }, property -> true);
    }

    public Delivery delivery(String destination, String event, int round) {
        return new Delivery(event + '/' + destination + "/lead", destination, "lead", event, "user.registered", "user-1", NOON, null, null,
                null, round, "user-1", null, json.createObjectNode().put("name", "Ada"));
    }

    /** An exchange as the delivery route has it after reading the record. */
    public Exchange exchange(Delivery delivery) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(DeliveryPass.PROPERTY, new DeliveryPass(delivery));
        return exchange;
    }

    /** The same, after the idempotent consumer has asked. */
    public Exchange found(Delivery delivery) {
        Exchange exchange = exchange(delivery);
        DeliveryPass.of(exchange).found(store.find(delivery.id()));
        return exchange;
    }

    /** One failed call that ends the attempts in place. */
    public void fail(Exchange exchange, FaultClass faultClass) {
        DeliveryPass.of(exchange).start(clock.instant());
        DeliveryPass.of(exchange).failed(clock.instant(), fault(faultClass), null);
    }

    /** What the attempt route throws when its call does. */
    public ProviderFailedException failure(Exchange exchange, Exception thrown) {
        attempts.start(exchange);
        exchange.setException(thrown);
        try {
            attempts.failed(exchange);
            throw new AssertionError("a failed call went on");
        } catch (ProviderFailedException failed) {
            exchange.setException(null);
            return failed;
        }
    }

    public static Fault fault(FaultClass faultClass) {
        return new Fault(faultClass, 503, "unavailable", "come back later", null, null);
    }

    /** A dead letter as the route leaves it. */
    public Delivery dead(String destination, String event) throws Exception {
        Delivery delivery = delivery(destination, event, 0);
        Exchange exchange = found(delivery);
        fail(exchange, FaultClass.PERMANENT);
        outcomes.deadLetter(exchange);
        return delivery;
    }

    public DeliveryState state(Delivery delivery) {
        return store.find(delivery.id()).state();
    }

    @Override
    public void close() throws InterruptedException {
        commits.close();
        if (jdbc.getDataSource() instanceof JdbcDataSource) {
            jdbc.execute("shutdown");
        }
    }
}
