package com.versaai.hub.inbound;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.engine.Topics;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The types of events that connectors bring along: there as soon as a manifest says so. Bean {@code eventTypes}, of which route files ask too. */
public class EventTypes {

    private static final Logger LOG = LoggerFactory.getLogger(EventTypes.class);

    private final Manifests manifests;
    private final Consumer<Set<String>> topics;
    private volatile Set<String> declared = Set.of();

    /** @param topics makes the topics, {@link Topics#declare} */
    EventTypes(Manifests manifests, Consumer<Set<String>> topics) {
        this.manifests = manifests;
        this.topics = topics;
        refresh();
        manifests.onChange(this::refresh);
    }

    /** Those of a context's hub, for route files. */
    public static Set<String> in(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("eventTypes", EventTypes.class).declared;
    }

    private void refresh() {
        Set<String> now = new TreeSet<>();
        manifests.all().values().forEach(manifest -> now.addAll(manifest.eventTypes()));
        topics.accept(now);
        declared.stream().filter(type -> !now.contains(type)).forEach(type ->
                LOG.warn("Event type {} is gone: what is in its topic stays there until it is back, new events of it are of no known type", type));
        declared = now;
    }
}
