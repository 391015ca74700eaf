package com.versaai.hub.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Names of the hub's topics (design §2), and their creation at start: no route then meets a missing one. */
public final class Topics {

    /** Requests as they came. */
    public static final String INBOX = "hub.inbox";
    private static final String EVENTS = "hub.events.";
    private static final String DELIVERIES = "hub.deliveries.";
    private static final String UNKNOWN = "unknown";

    private final BusProperties settings;

    Topics(BusProperties settings) {
        this.settings = settings;
    }

    /** The topic of an event type; types without one of their own share {@code hub.events.unknown}. */
    public String ofEvent(String type) {
        return EVENTS + (settings.eventTypes().contains(type) ? type : UNKNOWN);
    }

    /** The topic a destination's deliveries wait in. */
    public static String ofDestination(String destination) {
        return DELIVERIES + destination;
    }

    /**
     * Creates the topics that do not exist yet.
     *
     * @throws IllegalStateException when the brokers cannot be reached within 30 s
     */
    void create(Admin admin, Collection<String> destinations) {
        Map<String, Integer> wanted = new TreeMap<>();
        wanted.put(INBOX, settings.inboxPartitions());
        settings.eventTypes().forEach(type -> wanted.put(EVENTS + type, settings.eventPartitions()));
        wanted.put(EVENTS + UNKNOWN, settings.eventPartitions());
        destinations.forEach(name -> wanted.put(ofDestination(name), settings.deliveryPartitions()));
        try {
            wanted.keySet().removeAll(admin.listTopics().names().get(30, TimeUnit.SECONDS));
            Map<String, String> options = Map.of("retention.ms", Long.toString(settings.retention().toMillis()));
            List<NewTopic> missing = wanted.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), settings.replicationFactor()).configs(options))
                    .toList();
            admin.createTopics(missing).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // Two nodes starting at once create the same topics; the loser has nothing left to do.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Kafka refused to create the hub's topics: " + e.getCause().getMessage(), e);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer; check hub.bus.brokers", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }
}
