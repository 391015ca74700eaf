package com.versaai.hub.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the configuration knows by name.
 *
 * @param eventTypes   that have a topic of their own
 * @param destinations by name, with their kind; disabled ones too, since a profile can enable them
 * @param mappings     folder of {@code <destination>/<action>.jq}
 */
record Names(Set<String> eventTypes, Map<String, String> destinations, Path mappings) {

    /** Destinations that {@code to} addresses: one, all of a kind, or none. */
    List<String> addressed(String to) {
        return destinations.containsKey(to) ? List.of(to)
                : destinations.entrySet().stream().filter(entry -> entry.getValue().equals(to)).map(Map.Entry::getKey).sorted().toList();
    }

    Path mapping(String destination, String action) {
        return mappings.resolve(destination).resolve(action + ".jq");
    }

    boolean hasMapping(String destination, String action) {
        return Files.isRegularFile(mapping(destination, action));
    }
}
