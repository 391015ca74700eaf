package com.versaai.hub.connector;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code routes/connectors/<name>/fields.yaml} says: fields that deliveries hold besides what the mapping makes, or instead of it.
 *
 * @param actions      of all destinations of the connector: action → the field's path → where its value comes from
 * @param destinations of one destination: its name → the same
 * @param problem      why the file cannot be used, and never could; null when it can
 */
public record Fields(Map<String, Map<String, FieldRule>> actions, Map<String, Map<String, Map<String, FieldRule>>> destinations, String problem) {

    /** Where there is no such file. */
    public static final Fields NONE = new Fields(Map.of(), Map.of(), null);

    static Fields broken(String problem) {
        return new Fields(Map.of(), Map.of(), problem);
    }

    /** Of one action of a destination, with what its manifest lists. */
    public OfAction of(Manifest manifest, String destination, String action) {
        Map<String, FieldRule> rules = new TreeMap<>(actions.getOrDefault(action, Map.of()));
        rules.putAll(destinations.getOrDefault(destination, Map.of()).getOrDefault(action, Map.of()));
        return new OfAction(destination, action, manifest.fieldsOf(action), rules, problem);
    }

    /**
     * All that is said of the fields of one action.
     *
     * @param listed  what the mapping's payload may hold; null for whatever it does
     * @param rules   the field's path → where its value comes from; what has a rule needs not be listed
     * @param problem why they can't be told; null when they can
     */
    public record OfAction(String destination, String action, List<String> listed, Map<String, FieldRule> rules, String problem) {
    }
}
