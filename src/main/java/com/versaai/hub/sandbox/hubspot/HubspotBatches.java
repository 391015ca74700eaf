package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Records;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code batch/read} by a unique property and {@code batch/create} with associations, one record at a time, for that is all the hub asks for. Not
 * thread-safe: guarded by its owner.
 */
final class HubspotBatches {

    /** What is to be stored. */
    record New(String name, ObjectNode properties) {
    }

    /** Notes down and words a refusal. */
    interface Refusals {
        Answer refuse(int status, String category, String message);
    }

    private static final int NOTE_TO_DEAL = 214;

    private final Records records;
    private final Function<New, Map<String, Object>> store;
    private final Refusals refusals;

    HubspotBatches(Records records, Function<New, Map<String, Object>> store, Refusals refusals) {
        this.records = records;
        this.store = store;
        this.refusals = refusals;
    }

    Answer answer(String operation, String type, JsonNode body) {
        JsonNode input = body.at("/inputs/0");
        if (!operation.equals("read") && !operation.equals("create")) {
            return refusals.refuse(404, "OBJECT_NOT_FOUND", "resource not found");
        }
        if (body.path("inputs").size() != 1 || !input.isObject()) {
            return refusals.refuse(400, "VALIDATION_ERROR", "the sandbox takes inputs of one item");
        }
        return operation.equals("read") ? read(type, body, input) : create(type, input);
    }

    private Answer read(String type, JsonNode body, JsonNode input) {
        String idProperty = body.path("idProperty").asText("");
        if (!body.path("properties").isArray() || !input.path("id").isTextual() || !HubspotSchema.isUnique(type, idProperty)) {
            return refusals.refuse(400, "VALIDATION_ERROR", "properties, an input's id and a unique idProperty are required");
        }
        String id = input.get("id").asText();
        Records.Stored found = records.byKey(HubspotSimulator.key(type, idProperty, id));
        if (found == null) {
            return Answer.json(207, Map.of("status", "COMPLETE", "results", List.of(), "numErrors", 1, "errors", List.of(Map.of("status", "error",
                    "category", "OBJECT_NOT_FOUND", "message", "Could not get some " + type + " objects, they may be deleted or not exist.",
                    "context", Map.of("ids", List.of(id))))));
        }
        return Answer.json(200, Map.of("status", "COMPLETE", "results", List.of(Map.of("id", found.id(), "properties", found.fields(), "archived", false))));
    }

    private Answer create(String type, JsonNode input) {
        if (!(input.path("properties") instanceof ObjectNode properties)) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Invalid input JSON: properties is required");
        }
        HubspotSchema.PropertyError error = HubspotSchema.check(type, properties, true);
        if (error != null) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Property values were not valid: " + error.code() + ' ' + error.message());
        }
        String unique = properties.properties().stream().map(Map.Entry::getKey).filter(name -> HubspotSchema.isUnique(type, name)).findFirst().orElse(null);
        String key = unique == null ? null : HubspotSimulator.key(type, unique, properties.get(unique).asText());
        if (key == null || !type.equals("notes")) {
            return refusals.refuse(400, "VALIDATION_ERROR", "the sandbox creates notes with a unique property, and nothing else, by the batch");
        }
        if (records.byKey(key) != null) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Property values were not valid: [{\"isValid\":false,\"message\":\"" + unique
                    + " has a value that another note has\",\"error\":\"CONFLICTING_UNIQUE_VALUE\",\"name\":\"" + unique + "\"}]");
        }
        for (JsonNode association : input.path("associations")) {
            String other = records.keyOf(association.at("/to/id").asText());
            if (association.at("/types/0/associationTypeId").asInt() != NOTE_TO_DEAL || !association.at("/types/0/associationCategory").asText().equals("HUBSPOT_DEFINED")
                    || other == null || !other.startsWith("deals/")) {
                return refusals.refuse(400, "VALIDATION_ERROR", "One or more associations are not valid");
            }
        }
        return Answer.json(201, Map.of("status", "COMPLETE", "results", List.of(store.apply(new New(key, properties)))));
    }
}
