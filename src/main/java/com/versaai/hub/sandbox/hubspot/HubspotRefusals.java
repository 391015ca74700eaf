package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Words what HubSpot refuses, and notes it down. */
record HubspotRefusals(Ledger ledger) {

    Answer refuse(int status, String category, String message) {
        ledger.refuse(status, category + ": " + message);
        return Answer.json(status, problem(category, message));
    }

    Answer invalid(HubspotSchema.PropertyError error) {
        ledger.refuse(400, error.code() + " " + error.property());
        Map<String, Object> body = problem("VALIDATION_ERROR", "Property values were not valid: " + error.message());
        body.put("errors", List.of(Map.of("message", error.message(), "code", error.code(),
                "context", Map.of("propertyName", List.of(error.property())))));
        return Answer.json(400, body);
    }

    static Map<String, Object> problem(String category, String message) {
        return new LinkedHashMap<>(Map.of("status", "error", "message", message, "correlationId", UUID.randomUUID(), "category", category));
    }
}
