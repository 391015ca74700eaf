package com.versaai.hub.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Records;
import java.util.List;
import java.util.Map;

/** What a task is about, which it may name by an external id of another record. */
final class SalesforceTasks {

    private SalesforceTasks() {
    }

    /** Puts the id of what a task is about in place of its external id; what is wrong, null for nothing. */
    static SalesforceSchema.RowError about(Records records, String type, ObjectNode fields) {
        if (!type.equals("Task") || !fields.has("What")) {
            return null;
        }
        JsonNode what = fields.remove("What");
        String about = what.at("/attributes/type").asText("");
        String field = what.properties().stream().map(Map.Entry::getKey).filter(name -> !name.equals("attributes")).findFirst().orElse("");
        if (!SalesforceSchema.exists(about) || what.size() != 2 || !SalesforceSchema.isUpsertKey(about, field)) {
            return new SalesforceSchema.RowError("INVALID_FIELD", "What needs attributes with the type, and one external id field of it", List.of("What"));
        }
        String value = what.path(field).asText();
        Records.Stored found = records.byKey(about + '/' + field + '/' + value);
        if (found == null) {
            return new SalesforceSchema.RowError("INVALID_FIELD", "Foreign key external ID: " + value + " not found for field " + field + " in entity " + about, List.of());
        }
        fields.put("WhatId", found.id());
        return null;
    }
}
