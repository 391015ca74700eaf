package com.versaai.hub.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The object types the simulated org has: standard fields, required ones, lengths. Custom fields ({@code __c}) always exist. */
final class SalesforceSchema {

    /** A row error as Salesforce words it. */
    record RowError(String code, String message, List<String> fields) {
    }

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Lead", Set.of("FirstName", "LastName", "Company", "Email", "Phone", "Title", "LeadSource", "Status", "Website",
                    "Industry", "Rating", "Description", "Street", "City", "State", "PostalCode", "Country", "OwnerId", "AnnualRevenue"),
            "Contact", Set.of("FirstName", "LastName", "Email", "Phone", "Title", "AccountId", "LeadSource", "Description", "OwnerId"),
            "Account", Set.of("Name", "Type", "Phone", "Website", "Industry", "Description", "OwnerId", "AnnualRevenue"),
            "Opportunity", Set.of("Name", "StageName", "CloseDate", "Amount", "Probability", "Type", "LeadSource", "NextStep",
                    "Description", "AccountId", "ContactId", "OwnerId", "ForecastCategoryName", "CurrencyIsoCode"),
            "Case", Set.of("Subject", "Description", "Status", "Origin", "Priority", "Type", "Reason", "ContactId", "AccountId",
                    "SuppliedEmail", "SuppliedName", "SuppliedCompany", "SuppliedPhone", "OwnerId"),
            "Task", Set.of("Subject", "Description", "Status", "Priority", "ActivityDate", "Type", "WhoId", "WhatId", "OwnerId"));
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "Lead", List.of("LastName", "Company"), "Contact", List.of("LastName"), "Account", List.of("Name"),
            "Opportunity", List.of("Name", "StageName", "CloseDate"));
    private static final Map<String, Integer> LENGTHS = Map.of("LastName", 80, "FirstName", 40, "Company", 255, "Name", 120,
            "Email", 80, "Subject", 255, "Title", 128, "StageName", 255, "SuppliedEmail", 80, "SuppliedName", 80);
    private static final Set<String> NUMBERS = Set.of("Amount", "Probability", "AnnualRevenue");
    private static final Set<String> EMAILS = Set.of("Email", "SuppliedEmail");

    private SalesforceSchema() {
    }

    static boolean exists(String type) {
        return FIELDS.containsKey(type) || type.matches("[A-Za-z]\\w{0,79}__[ce]");
    }

    /** Whether records of that type have that field. */
    static boolean has(String type, String field) {
        return field.endsWith("__c") || FIELDS.getOrDefault(type, Set.of("Name", "OwnerId")).contains(field);
    }

    /** Whether a field can be an upsert key: a custom external id, or the e-mail of people. */
    static boolean isUpsertKey(String type, String field) {
        return field.matches("[A-Za-z]\\w*__c") || field.equals("Email") && (type.equals("Lead") || type.equals("Contact"));
    }

    /** The first thing wrong with a record, null when it is fine. */
    static RowError check(String type, String upsertField, ObjectNode fields, boolean create) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            RowError error = check(type, upsertField, field.getKey(), field.getValue());
            if (error != null) {
                return error;
            }
        }
        List<String> missing = new ArrayList<>();
        for (String required : REQUIRED.getOrDefault(type, List.of())) {
            boolean absent = !fields.has(required) && create;
            if (absent || fields.has(required) && fields.get(required).asText("").isBlank()) {
                missing.add(required);
            }
        }
        return missing.isEmpty() ? null
                : new RowError("REQUIRED_FIELD_MISSING", "Required fields are missing: " + missing, missing);
    }

    private static RowError check(String type, String upsertField, String name, JsonNode value) {
        if (name.equals("Id") || name.equals(upsertField)) {
            return new RowError("INVALID_FIELD", "The " + name + " field should not be specified in the sobject data.", List.of(name));
        }
        if (!has(type, name)) {
            return new RowError("INVALID_FIELD", "No such column '" + name + "' on sobject of type " + type, List.of(name));
        }
        if (value.isContainerNode()) {
            return new RowError("JSON_PARSER_ERROR", "Cannot deserialize instance of field " + name, List.of());
        }
        if (NUMBERS.contains(name) && !value.isNumber() && !value.isNull()) {
            return new RowError("JSON_PARSER_ERROR", "Cannot deserialize instance of currency from " + value.getNodeType(), List.of());
        }
        if (name.endsWith("Date") && !value.isNull() && !isDate(value.asText())) {
            return new RowError("JSON_PARSER_ERROR", "Cannot deserialize instance of date from VALUE_STRING value", List.of());
        }
        int limit = LENGTHS.getOrDefault(name, 32_000);
        if (value.asText().length() > limit) {
            return new RowError("STRING_TOO_LONG", name + ": data value too large: (max length=" + limit + ")", List.of(name));
        }
        if (EMAILS.contains(name) && !value.isNull() && !value.asText().matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")) {
            return new RowError("INVALID_EMAIL_ADDRESS", name + ": invalid email address", List.of(name));
        }
        return null;
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
