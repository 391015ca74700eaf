package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code batch/read}: up to 100 by id or by a unique property, with the properties that are asked for. Who is not there makes it a 207.
 */
record HubspotReads(Records records, Instant now, HubspotRefusals refusals) {

    private static final int BATCH = 100;

    Answer answer(String type, JsonNode body) {
        JsonNode inputs = body.path("inputs");
        String idProperty = body.path("idProperty").asText("");
        if (!inputs.isArray() || inputs.isEmpty() || inputs.size() > BATCH) {
            return refusals.refuse(400, "VALIDATION_ERROR", "inputs must hold 1 to " + BATCH + " items");
        }
        if (!idProperty.isEmpty() && !HubspotSchema.isUnique(type, idProperty)) {
            return refusals.refuse(400, "VALIDATION_ERROR", "idProperty " + idProperty + " is not a unique property of " + type);
        }
        List<Object> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asText("");
            String key = idProperty.isEmpty() ? records.keyOf(id) : HubspotSimulator.key(type, idProperty, id);
            Records.Stored stored = key == null || !key.startsWith(type + '/') ? null : records.byKey(key);
            if (stored == null) {
                missing.add(id);
            } else {
                results.add(view(stored, body.path("properties")));
            }
        }
        return Answer.json(missing.isEmpty() ? 200 : 207, complete(type, results, missing));
    }

    private Map<String, Object> complete(String type, List<Object> results, List<String> missing) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "COMPLETE");
        answer.put("results", results);
        answer.put("startedAt", now.toString());
        answer.put("completedAt", now.toString());
        if (!missing.isEmpty()) {
            answer.put("numErrors", 1);
            answer.put("errors", List.of(Map.of("status", "error", "category", "OBJECT_NOT_FOUND", "context", Map.of("ids", missing), "message",
                    "Could not get some " + type + " objects, they may be deleted or not exist. Check that ids are valid.")));
        }
        return answer;
    }

    /** Names that are none are passed over, as HubSpot does. */
    private Map<String, Object> view(Records.Stored stored, JsonNode wanted) {
        ObjectNode properties = Call.JSON.createObjectNode().put("hs_object_id", stored.id()).put("createdate", now.toString())
                .put("lastmodifieddate", now.toString());
        wanted.forEach(name -> {
            if (!properties.has(name.asText()) && stored.fields().has(name.asText())) {
                properties.set(name.asText(), stored.fields().get(name.asText()));
            }
        });
        return Map.of("id", stored.id(), "properties", properties, "createdAt", now.toString(), "updatedAt", now.toString(), "archived", false);
    }
}
