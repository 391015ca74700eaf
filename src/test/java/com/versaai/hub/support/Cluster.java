package com.versaai.hub.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.HubApplication;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.engine.EmbeddedKafka;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

/** Kafka, PostgreSQL, Redis and simulated providers of its own, and nodes of the hub that share them. */
public final class Cluster implements AutoCloseable {

    /** Deals a second in HubSpot, over all nodes. */
    public static final int HUBSPOT_RATE = 5;

    private static final String KEY = "an-api-key-of-the-cluster-test";

    private final Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withoutRateLimits());
    private final Redis redis;
    private final String database;
    private final EmbeddedKafka kafka;
    private final List<Node> nodes = new ArrayList<>();

    private Cluster(Redis redis, String database, EmbeddedKafka kafka) {
        this.redis = redis;
        this.database = database;
        this.kafka = kafka;
        simulators.start();
    }

    /** One running hub of the cluster. */
    public record Node(ConfigurableApplicationContext context, Hub hub) {

        /** Attempts this node made at a destination. */
        public double attempts(String destination) {
            var meters = context.getBean(MeterRegistry.class);
            return meters.find("hub.delivery.attempts").tag("destination", destination).counters().stream()
                    .mapToDouble(Counter::count).sum();
        }
    }

    /** Without nodes; skips the test where PostgreSQL or Redis cannot run. */
    public static Cluster start() throws IOException {
        String database = Postgres.freshDatabase();
        Redis redis = Redis.start();
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "hub-test")), "cluster");
        return new Cluster(redis, database, EmbeddedKafka.start(new BusProperties.Embedded(true, 0, data, null, DataSize.ofMegabytes(512))));
    }

    public Simulators simulators() {
        return simulators;
    }

    public Redis redis() {
        return redis;
    }

    /** Address of Kafka. */
    public String brokers() {
        return kafka.brokers();
    }

    /** Starts one more node until there are so many. */
    public List<Node> nodes(int wanted) throws IOException {
        nodes.removeIf(node -> !node.context.isActive());
        while (nodes.size() < wanted) {
            nodes.add(startNode());
        }
        return nodes;
    }

    private Node startNode() throws IOException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(HubApplication.class).run(arguments().toArray(String[]::new));
        return new Node(context, new Hub(context.getEnvironment(), context.getBean(ObjectMapper.class), simulators));
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=cluster", "--server.port=0",
                "--HUB_BUS_BROKERS=" + kafka.brokers(), "--HUB_DATABASE_URL=" + database, "--HUB_DATABASE_USER=" + Postgres.USER,
                "--HUB_DATABASE_PASSWORD=", "--HUB_REDIS_URL=" + redis.url(),
                // One broker, and partitions for two nodes.
                "--hub.bus.replication-factor=1", "--hub.bus.min-insync-replicas=1", "--hub.bus.inbox-partitions=8",
                "--hub.bus.event-partitions=2", "--hub.bus.delivery-partitions=8",
                "--hub.ai.cache.secret=of the cluster test", "--hub.api.keys[0].name=test", "--hub.api.keys[0].key=" + KEY,
                "--hub.api.keys[0].scopes=events:write,ai,deliveries:read,dead-letters:read,dead-letters:write,routes:read", "--hub.api.local-access=",
                // Samples of Stripe are tests.
                "--hub.inbound.livemode=both",
                "--hub.ops.parking-period=100", "--hub.delivery.defaults.retry.attempts=1", "--hub.delivery.defaults.parking=1h,1h",
                "--hub.delivery.defaults.circuit.minimum-calls=1000", "--hub.delivery.defaults.circuit.window=1000",
                "--hub.delivery.destinations.slack.policy.rate.permits=0",
                "--hub.delivery.destinations.slack.policy.key-rate.permits=0",
                "--hub.delivery.destinations.hubspot.policy.rate.permits=" + HUBSPOT_RATE, "--hub.delivery.destinations.amplitude.policy.rate.permits=0",
                "--hub.delivery.destinations.mail.enabled=false",
                // Two nodes of one process would register the same MBeans.
                "--spring.jmx.enabled=false", "--camel.main.jmx-enabled=false",
                // Members learn of a rebalance with their next heartbeat; by default that is 3 s, for each of its two rounds.
                "--camel.component.kafka.heartbeat-interval-ms=300"));
        arguments.addAll(simulatedProviders());
        return arguments;
    }

    /** The real cluster knows no simulators: their addresses and secrets are given from outside, as those of real providers are. */
    private List<String> simulatedProviders() {
        List<String> arguments = new ArrayList<>();
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            provider.settings("http://localhost:" + simulators.port()).forEach((name, value) -> arguments.add("--" + name + "=" + value));
        }
        return arguments;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(node -> node.context.close());
        kafka.close();
        redis.close();
        simulators.close();
    }
}
