package com.versaai.hub.sandbox.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The tables that the simulated environment has: columns with their types, lookups, alternate keys. */
final class DynamicsSchema {

    /** A refusal as Dataverse words it. */
    record Refusal(int status, String code, String message) {
    }

    /**
     * @param entity  its logical name
     * @param id      column of its id
     * @param columns what may be written, by name
     * @param lookups entity set of each single-valued navigation property that may be bound
     */
    record Table(String entity, String id, Map<String, Predicate<JsonNode>> columns, Map<String, String> lookups) {
    }

    static final String PAYLOAD = "0x80048d19";
    static final String KEY = DynamicsSandbox.KEY_COLUMN;

    private static final Predicate<JsonNode> DATE = value -> value.isTextual() && value.asText().matches("\\d{4}-\\d{2}-\\d{2}");
    private static final Predicate<JsonNode> MONEY = JsonNode::isNumber;
    private static final Map<String, Table> TABLES = Map.of(
            "leads", new Table("lead", "leadid", Map.of("subject", text(300), "firstname", text(50), "lastname", text(50), "companyname", text(100),
                    "emailaddress1", text(100), "telephone1", text(50), "description", text(2000), "leadsourcecode", choice(10), KEY, text(255)),
                    Map.of("parentcontactid", "contacts")),
            "contacts", new Table("contact", "contactid", Map.of("firstname", text(50), "lastname", text(50), "emailaddress1", text(100),
                    "telephone1", text(50), "jobtitle", text(100), "description", text(2000), KEY, text(255)), Map.of()),
            "opportunities", new Table("opportunity", "opportunityid", Map.of("name", text(300), "description", text(2000), "estimatedclosedate", DATE,
                    "estimatedvalue", MONEY, "closeprobability", percent(), "stepname", text(200), KEY, text(255)),
                    Map.of("transactioncurrencyid", "transactioncurrencies", "parentcontactid", "contacts", "customerid_contact", "contacts")),
            "incidents", new Table("incident", "incidentid", Map.of("title", text(200), "description", text(2000), "prioritycode", choice(3),
                    "caseorigincode", JsonNode::isIntegralNumber, KEY, text(255)), Map.of("customerid_contact", "contacts")),
            "tasks", new Table("task", "activityid", Map.of("subject", text(200), "description", text(2000), "scheduledend", DATE, "prioritycode", choice(2),
                    "statecode", choice(2), "statuscode", choice(7), KEY, text(255)), Map.of("regardingobjectid_contact", "contacts")),
            "annotations", new Table("annotation", "annotationid", Map.of("subject", text(500), "notetext", text(100_000)),
                    Map.of("objectid_opportunity", "opportunities", "objectid_contact", "contacts")),
            "transactioncurrencies", new Table("transactioncurrency", "transactioncurrencyid", Map.of(), Map.of()));
    private static final Set<String> CURRENCIES = Set.of("USD", "EUR");

    private DynamicsSchema() {
    }

    private static Predicate<JsonNode> text(int longest) {
        return value -> value.isTextual() && value.asText().length() <= longest;
    }

    private static Predicate<JsonNode> choice(int last) {
        return value -> value.isIntegralNumber() && value.asInt() >= 0 && value.asInt() <= last;
    }

    private static Predicate<JsonNode> percent() {
        return value -> value.isIntegralNumber() && value.asInt() >= 0 && value.asInt() <= 100;
    }

    /** The table of that entity set, null for none. */
    static Table table(String set) {
        return TABLES.get(set);
    }

    static boolean isCurrency(String isoCode) {
        return CURRENCIES.contains(isoCode);
    }

    /** What is wrong with the plain columns of a body; null when nothing is. */
    static Refusal check(Table table, ObjectNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            if (name.contains("@")) {
                continue;
            }
            if ("opportunity".equals(table.entity()) && Set.of("statecode", "statuscode").contains(name)) {
                return new Refusal(400, "0x80048408", "This message can not be used to set the state of opportunity to won."
                        + " In order to set state of opportunity to won, use the won message instead.");
            }
            Predicate<JsonNode> form = table.columns().get(name);
            if (form == null) {
                return payload("The property '" + name + "' does not exist on type 'Microsoft.Dynamics.CRM." + table.entity() + "'.");
            }
            if (!field.getValue().isNull() && !form.test(field.getValue())) {
                return new Refusal(400, "0x80044331", "A validation error occurred. The value of '" + name + "' on record of type '" + table.entity()
                        + "' is outside the valid range or of another type.");
            }
        }
        return null;
    }

    static Refusal payload(String why) {
        return new Refusal(400, PAYLOAD, "Error identified in Payload provided by the user for Entity: " + why);
    }
}
