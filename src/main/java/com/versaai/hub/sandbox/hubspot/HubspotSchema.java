package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The object types of the simulated HubSpot account: properties, required ones, allowed values. Custom properties are those that
 * start with {@code hub_} or {@code versaai_}; the ones that end in {@code _id} or {@code _key} are unique.
 */
final class HubspotSchema {

    /** What is wrong with a property, with HubSpot's code. */
    record PropertyError(String code, String property, String message) {
    }

    private static final Map<String, Set<String>> PROPERTIES = Map.of(
            "contacts", Set.of("email", "firstname", "lastname", "phone", "company", "website", "lifecyclestage", "jobtitle",
                    "hs_lead_status", "city", "country", "hubspot_owner_id", "hs_language"),
            "companies", Set.of("name", "domain", "phone", "city", "country", "industry", "lifecyclestage", "description", "hubspot_owner_id"),
            "deals", Set.of("dealname", "pipeline", "dealstage", "amount", "closedate", "dealtype", "description",
                    "deal_currency_code", "hubspot_owner_id", "hs_priority"),
            "tickets", Set.of("subject", "content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority", "hs_ticket_category",
                    "source_type", "hubspot_owner_id"),
            "notes", Set.of("hs_note_body", "hs_timestamp", "hubspot_owner_id"));
    private static final Map<String, List<String>> REQUIRED = Map.of("contacts", List.of(), "companies", List.of(),
            "deals", List.of("dealname", "dealstage"), "tickets", List.of("subject", "hs_pipeline_stage"),
            "notes", List.of("hs_timestamp"));
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "dealstage", Set.of("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin",
                    "contractsent", "closedwon", "closedlost"),
            "lifecyclestage", Set.of("subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity",
                    "customer", "evangelist", "other"),
            "hs_pipeline_stage", Set.of("1", "2", "3", "4"),
            "hs_ticket_priority", Set.of("LOW", "MEDIUM", "HIGH", "URGENT"));
    private static final int LONGEST = 65_536;

    private HubspotSchema() {
    }

    static boolean exists(String type) {
        return PROPERTIES.containsKey(type);
    }

    /** Whether upserts may use a property as key. */
    static boolean isUnique(String type, String property) {
        return type.equals("contacts") && property.equals("email") || property.matches("(hub|versaai)_[a-z0-9_]*(id|key)");
    }

    /** The first thing wrong with the properties, null when they are fine. */
    static PropertyError check(String type, ObjectNode properties, boolean create) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            PropertyError error = check(type, property.getKey(), property.getValue());
            if (error != null) {
                return error;
            }
        }
        for (String required : REQUIRED.get(type)) {
            if (create && properties.path(required).asText("").isBlank()) {
                return new PropertyError("REQUIRED_PROPERTY_MISSING", required, "Error creating " + type
                        + ". Some required properties were not set: [" + required + "]");
            }
        }
        boolean nameless = type.equals("contacts") && create && List.of("email", "firstname", "lastname").stream()
                .allMatch(name -> properties.path(name).asText("").isBlank());
        return nameless ? new PropertyError("REQUIRED_PROPERTY_MISSING", "email", "one of email, firstname or lastname is needed") : null;
    }

    private static PropertyError check(String type, String name, JsonNode value) {
        String text = value.asText("");
        if (!PROPERTIES.get(type).contains(name) && !name.matches("(hub|versaai)_[a-z0-9_]+")) {
            return new PropertyError("PROPERTY_DOESNT_EXIST", name, "Property \"" + name + "\" does not exist");
        }
        if (value.isContainerNode()) {
            return new PropertyError("INVALID_PROPERTY_VALUE", name, name + " must be a string");
        }
        if (text.length() > LONGEST) {
            return new PropertyError("PROPERTY_VALUE_TOO_LONG", name, name + " is longer than " + LONGEST);
        }
        if (name.equals("email") && !text.isEmpty() && !text.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")) {
            return new PropertyError("INVALID_EMAIL", name, "Email address is invalid");
        }
        if (name.equals("amount") && !text.isEmpty() && !text.matches("-?\\d+(\\.\\d+)?")) {
            return new PropertyError("INVALID_DOUBLE", name, "amount was not a valid number");
        }
        if (OPTIONS.containsKey(name) && !text.isEmpty() && !OPTIONS.get(name).contains(text)) {
            return new PropertyError("INVALID_OPTION", name, text + " was not one of the allowed options");
        }
        return null;
    }
}
