package com.versaai.hub.delivery.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.engine.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The destinations there are: what the manifests bring along and what the configuration adds or says otherwise. They change when a
 * manifest does. Bean {@code destinations}, of which route files ask too.
 */
public class Destinations {

    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);

    private final DeliveryProperties settings;
    private final Manifests manifests;
    private final Consumer<Collection<String>> topics;
    private final Predicate<String> isSet;
    private final Map<String, List<String>> told = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Destination> all;

    /**
     * @param topics makes the queues of destinations that come; called before anybody hears of them
     * @param isSet  whether a property has a value
     */
    public Destinations(DeliveryProperties settings, Manifests manifests, Consumer<Collection<String>> topics, Predicate<String> isSet) {
        this.settings = settings;
        this.manifests = manifests;
        this.topics = topics;
        this.isSet = isSet;
        this.all = resolved();
        topics.accept(all.keySet());
        manifests.onChange(this::refresh);
    }

    /** Those of a context's hub, for route files. */
    public static List<Destination> in(CamelContext context) {
        return List.copyOf(context.getRegistry().lookupByNameAndType("destinations", Destinations.class).all().values());
    }

    /** By name. */
    public Map<String, Destination> all() {
        return all;
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public Destination get(String name) {
        Destination found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no destination '" + name + "'; there are " + String.join(", ", all.keySet()));
        }
        return found;
    }

    /** Enabled destinations addressed by {@code to}: one by its name, or all of a kind. */
    public List<String> addressed(String to) {
        Map<String, Destination> now = all;
        if (now.containsKey(to)) {
            return now.get(to).enabled() ? List.of(to) : List.of();
        }
        if (now.values().stream().noneMatch(destination -> destination.kind().equals(to))) {
            throw new IllegalArgumentException("'" + to + "' is neither a destination nor a kind of destinations");
        }
        return now.values().stream().filter(destination -> destination.kind().equals(to) && destination.enabled()).map(Destination::name).toList();
    }

    /** The connector of a destination, or of one that is gone by its name: what it left behind is still to be read. */
    public String connectorOf(String destination) {
        Destination found = all.get(destination);
        return found == null ? destination : found.connector();
    }

    /** Called after destinations appeared, changed or went. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void refresh() {
        Map<String, Destination> now = resolved();
        topics.accept(now.keySet());
        all.keySet().stream().filter(name -> !now.containsKey(name))
                .forEach(name -> LOG.warn("Destination {} is gone: what waits in its queue ({}) stays there until it is back", name, Topics.ofDestination(name)));
        all = now;
        listeners.forEach(Runnable::run);
    }

    private Map<String, Destination> resolved() {
        Map<String, Manifest> connectors = new TreeMap<>();
        Map<String, Manifest.Instance> shipped = new HashMap<>();
        manifests.all().values().forEach(manifest -> manifest.destinations().forEach((name, instance) -> {
            Manifest other = connectors.putIfAbsent(name, manifest);
            if (other == null) {
                shipped.put(name, instance);
            } else {
                LOG.error("Connector {} brings a destination {} along, which is {}'s already: that of {} is left out", manifest.name(), name, other.name(),
                        manifest.name());
            }
        }));
        settings.destinations().forEach((name, own) -> {
            String wanted = own.connector() != null ? own.connector() : connectors.containsKey(name) ? connectors.get(name).name() : name;
            Manifest manifest = manifests.get(wanted);
            if (manifest == null || manifest.kamelet() == null) {
                LOG.error("hub.delivery.destinations.{}: there is no connector {} that delivers; there are {}", name, wanted,
                        String.join(", ", manifests.all().keySet()));
            } else {
                connectors.put(name, manifest);
            }
        });
        Map<String, Destination> found = new TreeMap<>();
        connectors.forEach((name, manifest) -> found.put(name, switched(Destination.of(name, manifest, shipped.get(name), settings.destinations().get(name),
                policy(name, manifest, shipped.get(name)), manifests.fields(manifest.name())), enabled(name, shipped))));
        return found;
    }

    /** One that is wanted and can't deliver is off, or fails each delivery, as the configuration says; it is told once. */
    private Destination switched(Destination destination, boolean wanted) {
        List<String> lacking = destination.manifest().lacking(setting -> isSet.test(destination.property(setting)));
        boolean skipped = settings.notConfigured() == DeliveryProperties.NotConfigured.SKIP;
        if (wanted && !lacking.isEmpty() && !lacking.equals(told.put(destination.name(), lacking))) {
            LOG.warn("Destination {} is not configured: hub.provider.{} lacks {}. What is routed to it {} (hub.delivery.not-configured={})",
                    destination.name(), destination.account(), String.join(", ", lacking), skipped ? "is left out" : "becomes a dead letter",
                    skipped ? "skip" : "dead-letter");
        }
        return destination.switched(wanted && (lacking.isEmpty() || !skipped), lacking);
    }

    private boolean enabled(String name, Map<String, Manifest.Instance> shipped) {
        DeliveryProperties.Destination own = settings.destinations().get(name);
        if (own != null && own.enabled() != null) {
            return own.enabled();
        }
        Manifest.Instance instance = shipped.get(name);
        if (instance == null || !instance.enabled()) {
            // What only the configuration names is there because somebody wants it.
            return instance == null;
        }
        String with = instance.enabledWith();
        return with == null || with.equals(name) || enabled(with, shipped);
    }

    private Policy policy(String name, Manifest manifest, Manifest.Instance instance) {
        DeliveryProperties.Destination own = settings.destinations().get(name);
        Policy ofAll = bound(manifest.policy()).over(settings.defaults());
        Policy usual = instance == null ? ofAll : bound(instance.policy()).over(ofAll);
        return own == null || own.policy() == null ? usual : own.policy().over(usual);
    }

    /** Read as application.yaml is: the manifest has its words. */
    private static Policy bound(JsonNode policy) {
        Map<String, Object> flat = new HashMap<>();
        flatten("", policy, flat);
        return new Binder(new MapConfigurationPropertySource(flat)).bind("policy", Policy.class).orElseGet(() -> new Policy(null, null, null, null, null));
    }

    private static void flatten(String path, JsonNode node, Map<String, Object> flat) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> flatten(path + '.' + field.getKey(), field.getValue(), flat));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + '[' + i + ']', node.get(i), flat);
            }
        } else if (!node.isMissingNode()) {
            flat.put("policy" + path, node.asText());
        }
    }
}
