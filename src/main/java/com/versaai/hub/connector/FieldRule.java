package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where the value of one field comes from, by {@code fields.yaml}: of {@code constant}, {@code from} and {@code jq} there is one, or none in
 * {@link #REMOVED}.
 *
 * @param constant a text, a number or a boolean
 * @param from     a place in the event, {@code data.address.city}
 * @param jq       an expression over the event
 * @param longest  characters of a text, null for any number
 */
public record FieldRule(JsonNode constant, String from, String jq, Integer longest) {

    /** The field is not sent. */
    public static final FieldRule REMOVED = new FieldRule(null, null, null, null);

    /** As it stands in the file; null there is {@link #REMOVED}. */
    static FieldRule of(JsonNode said) {
        return said.isNull() ? REMOVED : new FieldRule(said.get("constant"), said.path("from").textValue(), said.path("jq").textValue(),
                said.has("longest") ? said.get("longest").intValue() : null);
    }

    /** In how many ways it says where the value comes from. */
    int ways() {
        return (constant == null ? 0 : 1) + (from == null ? 0 : 1) + (jq == null ? 0 : 1);
    }
}
