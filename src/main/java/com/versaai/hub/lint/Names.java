package com.versaai.hub.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the configuration knows by name.
 *
 * @param eventTypes   that have a topic of their own
 * @param destinations by name; disabled ones too, since a profile can enable them
 * @param connectors   folder of {@code <connector>/<action>.jq}
 */
record Names(Set<String> eventTypes, Map<String, Destination> destinations, Path connectors) {

    /**
     * @param kind      by which routes address it together with others
     * @param connector whose folder its mappings lie in
     * @param mapping   the file of an action, without its ending
     */
    record Destination(String kind, String connector, UnaryOperator<String> mapping) {
    }

    /** Destinations that {@code to} addresses: one, all of a kind, or none. */
    List<String> addressed(String to) {
        return destinations.containsKey(to) ? List.of(to)
                : destinations.entrySet().stream().filter(entry -> entry.getValue().kind().equals(to)).map(Map.Entry::getKey).sorted().toList();
    }

    Path mapping(String destination, String action) {
        Destination known = destinations.get(destination);
        return connectors.resolve(known.connector()).resolve(known.mapping().apply(action) + ".jq");
    }

    boolean hasMapping(String destination, String action) {
        return Files.isRegularFile(mapping(destination, action));
    }
}
