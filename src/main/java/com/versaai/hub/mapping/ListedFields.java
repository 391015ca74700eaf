package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * What a payload may hold. A listed path lets a text, a number, a boolean and an array of these through, one that ends in {@code /*} all that
 * is below; arrays on the way count for nothing.
 */
final class ListedFields {

    private static final String ALL_BELOW = "/*";

    private final Set<String> listed;
    /** Paths of objects and arrays that hold something listed. */
    private final Set<String> above = new HashSet<>(Set.of(""));

    /** @param configured paths that are as good as listed, with all below them */
    ListedFields(Collection<String> listed, Collection<String> configured) {
        this.listed = new HashSet<>(listed);
        this.listed.addAll(configured);
        configured.forEach(path -> this.listed.add(path + ALL_BELOW));
        this.listed.forEach(path -> {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                above.add(path.substring(0, end));
            }
        });
    }

    /**
     * Takes everything else out.
     *
     * @return how many values went
     */
    int keepOnly(JsonNode payload) {
        return below(payload, "");
    }

    private int below(JsonNode container, String path) {
        int gone = 0;
        if (container instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext();) {
                Map.Entry<String, JsonNode> field = fields.next();
                // A name with a slash must not pass for a path.
                String at = field.getKey().contains("/") ? null : path.isEmpty() ? field.getKey() : path + '/' + field.getKey();
                gone += kept(field.getValue(), at, fields);
            }
        } else {
            for (Iterator<JsonNode> elements = container.elements(); elements.hasNext();) {
                gone += kept(elements.next(), path, elements);
            }
        }
        return gone;
    }

    /** How many values of this one go; all of it, as one, when nothing of it is listed. */
    private int kept(JsonNode value, String path, Iterator<?> here) {
        if (path != null && (listed.contains(path + ALL_BELOW) || value.isValueNode() && listed.contains(path))) {
            return 0;
        }
        if (path == null || value.isValueNode() || !above.contains(path) && !(value.isArray() && listed.contains(path))) {
            here.remove();
            return 1;
        }
        return below(value, path);
    }
}
