package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.connector.FieldRule;

/** The value that a constant or a place in the event gives a field, in the type that it has there; null for none. */
final class FieldValue {

    private FieldValue() {
    }

    static JsonNode of(FieldRule rule, JsonNode event) {
        if (rule.constant() != null) {
            return clipped(rule.constant(), rule.longest());
        }
        if (rule.from() == null) {
            return null;
        }
        JsonNode found = event.at('/' + rule.from().replace('.', '/'));
        // An object would take along what nobody has named.
        return found.isContainerNode() ? null : clipped(found, rule.longest());
    }

    /** Null also for what is blank. */
    static JsonNode clipped(JsonNode value, Integer longest) {
        if (value == null || value.isNull() || value.isMissingNode() || value.isTextual() && value.textValue().isBlank()
                || value.isContainerNode() && value.isEmpty()) {
            return null;
        }
        if (longest == null || !value.isTextual()) {
            return value;
        }
        String line = Values.line(value, longest);
        return line == null ? null : TextNode.valueOf(line);
    }
}
