package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A field of a payload by its path, {@code events/params/value}: every element of the arrays on the way is meant. */
final class FieldPath {

    private FieldPath() {
    }

    /**
     * Puts a value there in place of what there is.
     *
     * @param value null: the field goes
     */
    static void set(JsonNode payload, String path, JsonNode value) {
        set(payload, List.of(path.split("/")), value);
    }

    private static void set(JsonNode at, List<String> path, JsonNode value) {
        if (at.isArray()) {
            at.forEach(element -> set(element, path, value));
        } else if (at instanceof ObjectNode object) {
            String name = path.get(0);
            if (path.size() == 1) {
                put(object, name, value);
            } else {
                JsonNode below = object.get(name);
                if (value != null && (below == null || below.isNull())) {
                    below = object.putObject(name);
                }
                if (below != null) {
                    set(below, path.subList(1, path.size()), value);
                }
            }
        }
    }

    private static void put(ObjectNode object, String name, JsonNode value) {
        if (value == null) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }
}
