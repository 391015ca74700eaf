package com.versaai.hub.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of the hub's topics (design §2), and their creation at start: no route then meets a missing one. */
public final class Topics {

    /** Requests as they came. */
    public static final String INBOX = "hub.inbox";
    static final String EVENTS = "hub.events.";
    private static final String DELIVERIES = "hub.deliveries.";
    private static final String UNKNOWN = "unknown";
    private static final String RETENTION = "retention.ms";
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final String CHECK = "Check hub.bus.brokers (HUB_BUS_BROKERS) and, where Kafka asks for a login or TLS, camel.component.kafka.*.";

    private final BusProperties settings;
    private final Admin admin;
    private final Brokers brokers;
    private volatile Set<String> types;

    Topics(BusProperties settings, Admin admin, Brokers brokers) {
        this.settings = settings;
        this.types = Collections.unmodifiableSet(new TreeSet<>(settings.eventTypes()));
        this.admin = admin;
        this.brokers = brokers;
    }

    /** The topic of an event type; types without one of their own share {@code hub.events.unknown}. */
    public String ofEvent(String type) {
        return EVENTS + (type != null && types.contains(type) ? type : UNKNOWN);
    }

    /** The types of events that have a topic of their own: configured ones and declared ones. */
    public Set<String> eventTypes() {
        return types;
    }

    /**
     * Says which types there are besides the configured ones. Their topics are there before the first event goes to one.
     *
     * @throws EngineStartException when the brokers cannot be reached within 30 s, or refuse
     */
    public synchronized void declare(Collection<String> more) {
        Set<String> all = new TreeSet<>(settings.eventTypes());
        all.addAll(more);
        if (!all.equals(types)) {
            Map<String, Integer> wanted = new TreeMap<>();
            all.stream().filter(type -> !types.contains(type)).forEach(type -> wanted.put(EVENTS + type, settings.eventPartitions()));
            create(wanted);
            types = Collections.unmodifiableSet(all);
        }
    }

    /** The topic a destination's deliveries wait in. */
    public static String ofDestination(String destination) {
        return DELIVERIES + destination;
    }

    /**
     * Creates those of requests and events that do not exist yet.
     *
     * @throws EngineStartException when the brokers cannot be reached within 30 s, or refuse
     */
    void create() {
        Map<String, Integer> wanted = new TreeMap<>();
        wanted.put(INBOX, settings.inboxPartitions());
        settings.eventTypes().forEach(type -> wanted.put(EVENTS + type, settings.eventPartitions()));
        wanted.put(EVENTS + UNKNOWN, settings.eventPartitions());
        create(wanted);
    }

    /** The embedded broker keeps everything until it is acknowledged: {@link TopicTrim} deletes what is old. */
    private String retention() {
        return settings.embedded().enabled() ? "-1" : Long.toString(settings.retention().toMillis());
    }

    private List<ConfigResource> own() throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listTopics().names().get(30, TimeUnit.SECONDS).stream().filter(name -> name.startsWith("hub."))
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    }

    /** Topics that an earlier hub made still have Kafka's own retention, which would delete what waits. */
    void keepUntilAcknowledged() {
        try {
            AlterConfigOp forEver = new AlterConfigOp(new ConfigEntry(RETENTION, "-1"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(own().stream().collect(Collectors.toMap(topic -> topic, topic -> List.of(forEver)))).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new EngineStartException("the embedded Kafka did not take its topics' settings: " + e.getMessage(), CHECK, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /** An external Kafka's topics may be made by others: whoever runs it hears which of them delete sooner than the hub expects. */
    void warnOfShortRetention() {
        try {
            admin.describeConfigs(own()).all().get(30, TimeUnit.SECONDS).forEach((topic, config) -> {
                long kept = Long.parseLong(config.get(RETENTION).value());
                String bytes = config.get("retention.bytes").value();
                if (kept >= 0 && kept < settings.retention().toMillis() || !bytes.equals("-1")) {
                    LOG.warn("{} deletes records, read or not, after {} ms or beyond {} bytes; hub.bus.retention is {}: kafka-configs --alter --entity-type "
                            + "topics --entity-name {} --add-config retention.ms={},retention.bytes=-1", topic.name(), kept, bytes, settings.retention(),
                            topic.name(), settings.retention().toMillis());
                }
            });
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("How long Kafka keeps the hub's topics is not known ({}): see hub.bus.retention", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /**
     * Creates those of destinations that do not exist yet.
     *
     * @throws EngineStartException when the brokers cannot be reached within 30 s, or refuse
     */
    public void createDeliveries(Collection<String> destinations) {
        Map<String, Integer> wanted = new TreeMap<>();
        destinations.forEach(name -> wanted.put(ofDestination(name), settings.deliveryPartitions()));
        create(wanted);
    }

    private void create(Map<String, Integer> wanted) {
        try {
            wanted.keySet().removeAll(admin.listTopics().names().get(30, TimeUnit.SECONDS));
            Map<String, String> options = Map.of(RETENTION, retention(),
                    "min.insync.replicas", Short.toString(settings.minInsyncReplicas()),
                    // A broker's own default is less than the largest request.
                    "max.message.bytes", Integer.toString(settings.maxRecord()));
            List<NewTopic> missing = wanted.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), settings.replicationFactor()).configs(options))
                    .toList();
            for (Map.Entry<String, KafkaFuture<Void>> created : admin.createTopics(missing).values().entrySet()) {
                await(created.getKey(), created.getValue());
            }
        } catch (ExecutionException e) {
            throw new EngineStartException("Kafka at " + brokers.address() + " did not list its topics: " + e.getCause().getMessage(), CHECK, e);
        } catch (TimeoutException e) {
            throw new EngineStartException("Kafka at " + brokers.address() + " does not answer", CHECK, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static void await(String topic, KafkaFuture<Void> created) throws InterruptedException, TimeoutException {
        try {
            created.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // Nodes that start at once create the same topics; who comes second has nothing left to do.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new EngineStartException("Kafka refused to create the topic " + topic + ": " + e.getCause().getMessage(),
                        "Topics get hub.bus.replication-factor replicas; it needs as many brokers. The hub's Kafka user must be "
                        + "allowed to create topics named hub.*, or they are made beforehand (docs/cluster.md).", e);
            }
        }
    }
}
