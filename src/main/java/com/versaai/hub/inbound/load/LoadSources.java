package com.versaai.hub.inbound.load;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.inbound.Source;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which objects of which sources can be loaded: those of the manifest, where the connector's Java can. */
final class LoadSources {

    private final Supplier<Map<String, Source>> sources;
    private final Supplier<Stream<Connector>> connectors;

    LoadSources(Supplier<Map<String, Source>> sources, Supplier<Stream<Connector>> connectors) {
        this.sources = sources;
        this.connectors = connectors;
    }

    /** Whose settings are used, and what reads. */
    record Place(String account, FirstLoad load) {
    }

    /** Null where that can't be loaded. */
    Place place(String source, String object) {
        Source from = sources.get().get(source);
        if (from == null || !from.inbound().loads().contains(object)) {
            return null;
        }
        return connectors.get().filter(connector -> connector.name().equals(from.connector())).flatMap(connector -> connector.firstLoad().stream())
                .findFirst().map(load -> new Place(from.account(), load)).orElse(null);
    }

    /** What can be loaded, for people. */
    String all() {
        Map<String, String> all = new TreeMap<>();
        sources.get().forEach((name, source) -> {
            if (!source.inbound().loads().isEmpty()) {
                all.put(name, String.join(", ", source.inbound().loads()));
            }
        });
        return all.toString();
    }
}
