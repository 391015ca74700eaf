package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Records;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code batch/upsert}, {@code batch/read}, and {@code batch/create} with associations, which takes one note at a time, for that is all the hub asks
 * for. Not thread-safe: guarded by its owner.
 */
record HubspotBatches(Records records, Clock clock, Store store, HubspotRefusals refusals) {

    /** Keeps a record, and says how it looks then. */
    interface Store {
        /** @param with the associations that it is made with; null for none */
        Map<String, Object> keep(String key, ObjectNode properties, JsonNode with);
    }

    private static final int BATCH = 100;
    private static final int NOTE_TO_DEAL = 214;

    Answer answer(String operation, String type, JsonNode body) {
        return switch (operation) {
            case "upsert" -> upsert(type, body);
            case "read" -> new HubspotReads(records, clock.instant(), refusals).answer(type, body);
            case "create" -> create(type, body);
            default -> refusals.refuse(404, "OBJECT_NOT_FOUND", "resource not found");
        };
    }

    private Answer upsert(String type, JsonNode body) {
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray() || inputs.isEmpty() || inputs.size() > BATCH) {
            return refusals.refuse(400, "VALIDATION_ERROR", "inputs must hold 1 to " + BATCH + " items");
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode input : inputs) {
            if (!seen.add(HubspotSimulator.key(type, input.path("idProperty").asText(), input.path("id").asText()))) {
                return refusals.refuse(400, "VALIDATION_ERROR", "Duplicate IDs found in batch input: [" + input.path("id").asText() + "]");
            }
        }
        List<Object> results = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        Answer lastError = null;
        for (JsonNode input : inputs) {
            String id = input.path("id").asText("");
            HubspotSchema.PropertyError error = inputError(type, input, id);
            if (error != null) {
                lastError = refusals.invalid(error);
                errors.add(Map.of("status", "error", "category", "VALIDATION_ERROR", "message", error.message(),
                        "context", Map.of("id", List.of(id), "name", List.of(error.property()))));
                continue;
            }
            results.add(upsertOne(type, input, id));
        }
        if (results.isEmpty()) {
            return lastError;
        }
        Map<String, Object> answer = complete(results);
        if (!errors.isEmpty()) {
            answer.put("numErrors", errors.size());
            answer.put("errors", errors);
        }
        return Answer.json(errors.isEmpty() ? 200 : 207, answer);
    }

    private Map<String, Object> complete(List<Object> results) {
        String now = clock.instant().toString();
        return new LinkedHashMap<>(Map.of("status", "COMPLETE", "results", results, "startedAt", now, "completedAt", now));
    }

    private Map<String, Object> upsertOne(String type, JsonNode input, String id) {
        String idProperty = input.get("idProperty").asText();
        String key = HubspotSimulator.key(type, idProperty, id);
        boolean isNew = records.byKey(key) == null;
        ObjectNode properties = ((ObjectNode) input.get("properties")).deepCopy();
        properties.put(idProperty, id);
        Map<String, Object> result = store.keep(key, properties, null);
        result.put("new", isNew);
        return result;
    }

    private HubspotSchema.PropertyError inputError(String type, JsonNode input, String id) {
        String idProperty = input.path("idProperty").asText("");
        if (id.isBlank() || !input.path("properties").isObject()) {
            return new HubspotSchema.PropertyError("INVALID_INPUT", "id", "id, idProperty and properties are required");
        }
        if (!HubspotSchema.isUnique(type, idProperty)) {
            return new HubspotSchema.PropertyError("INVALID_ID_PROPERTY", idProperty,
                    "idProperty " + idProperty + " is not a unique property of " + type);
        }
        ObjectNode properties = ((ObjectNode) input.get("properties")).deepCopy();
        properties.put(idProperty, id);
        return HubspotSchema.check(type, properties, records.byKey(HubspotSimulator.key(type, idProperty, id)) == null);
    }

    private Answer create(String type, JsonNode body) {
        if (body.path("inputs").size() != 1 || !(body.at("/inputs/0/properties") instanceof ObjectNode properties)) {
            return refusals.refuse(400, "VALIDATION_ERROR", "the sandbox creates one record by the batch, with properties");
        }
        HubspotSchema.PropertyError error = HubspotSchema.check(type, properties, true);
        if (error != null) {
            return refusals.invalid(error);
        }
        String unique = properties.properties().stream().map(Map.Entry::getKey).filter(name -> HubspotSchema.isUnique(type, name)).findFirst().orElse(null);
        if (unique == null || !type.equals("notes")) {
            return refusals.refuse(400, "VALIDATION_ERROR", "the sandbox creates notes with a unique property, and nothing else, by the batch");
        }
        String key = HubspotSimulator.key(type, unique, properties.get(unique).asText());
        if (records.byKey(key) != null) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Property values were not valid: [{\"isValid\":false,\"message\":\"" + unique
                    + " has a value that another note has\",\"error\":\"CONFLICTING_UNIQUE_VALUE\",\"name\":\"" + unique + "\"}]");
        }
        for (JsonNode association : body.at("/inputs/0/associations")) {
            String other = records.keyOf(association.at("/to/id").asText());
            if (association.at("/types/0/associationTypeId").asInt() != NOTE_TO_DEAL || other == null || !other.startsWith("deals/")
                    || !association.at("/types/0/associationCategory").asText().equals("HUBSPOT_DEFINED")) {
                return refusals.refuse(400, "VALIDATION_ERROR", "One or more associations are not valid");
            }
        }
        return Answer.json(201, complete(List.of(store.keep(key, properties, body.at("/inputs/0/associations")))));
    }
}
