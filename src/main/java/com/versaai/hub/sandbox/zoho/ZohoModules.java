package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The modules of the simulated account: fields, which of them a new record needs, which are unique. {@code Hub_Key} is there in each but notes, a
 * custom field without duplicates; custom fields that begin with {@code Hub_} are texts or numbers.
 */
final class ZohoModules {

    static final String NOTES = "Notes";
    private static final Predicate<JsonNode> LINE = text(255);
    private static final Predicate<JsonNode> TEXT = text(32_000);
    private static final Predicate<JsonNode> DATE = value -> value.asText().matches("\\d{4}-\\d{2}-\\d{2}");
    private static final Predicate<JsonNode> MAIL = value -> value.isTextual() && value.asText().matches("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s]+");
    private static final Predicate<JsonNode> LOOKUP = value -> value.path("id").isTextual();
    private static final Predicate<JsonNode> CUSTOM = value -> value.isTextual() || value.isNumber();

    private static final Map<String, Map<String, Predicate<JsonNode>>> FIELDS = new TreeMap<>(Map.of(
            "Leads", Map.of("First_Name", text(40), "Last_Name", text(80), "Company", text(200), "Email", MAIL, "Phone", text(30),
                    "Lead_Source", text(120), "Lead_Status", text(120), "Description", TEXT),
            "Contacts", Map.of("First_Name", text(40), "Last_Name", text(80), "Email", MAIL, "Phone", text(30), "Account_Name", LOOKUP,
                    "Lead_Source", text(120), "Description", TEXT),
            "Accounts", Map.of("Account_Name", text(200), "Website", LINE, "Phone", text(30), "Description", TEXT),
            "Deals", Map.of("Deal_Name", text(120), "Stage", oneOf("Qualification", "Needs Analysis", "Value Proposition", "Proposal/Price Quote",
                    "Negotiation/Review", "Closed Won", "Closed Lost"), "Closing_Date", DATE, "Amount", JsonNode::isNumber,
                    "Currency", value -> value.asText().matches("[A-Z]{3}"), "Description", TEXT, "Account_Name", LOOKUP, "Contact_Name", LOOKUP,
                    "Lead_Source", text(120)),
            "Cases", Map.of("Subject", LINE, "Description", TEXT, "Status", oneOf("New", "On Hold", "Escalated", "Closed"),
                    "Case_Origin", oneOf("Email", "Phone", "Web"), "Priority", oneOf("High", "Medium", "Low"), "Reported_By", text(80), "Email", MAIL,
                    "Related_To", LOOKUP),
            NOTES, Map.of("Note_Title", text(120), "Note_Content", TEXT, "Parent_Id", LOOKUP)));
    private static final Map<String, List<String>> REQUIRED = Map.of("Leads", List.of("Last_Name", "Company"), "Contacts", List.of("Last_Name"),
            "Accounts", List.of("Account_Name"), "Deals", List.of("Deal_Name", "Stage", "Closing_Date"), "Cases", List.of("Subject", "Status", "Case_Origin"),
            NOTES, List.of("Note_Content"));
    private static final Map<String, String> SYSTEM_CHECK =
            Map.of("Leads", "Email", "Contacts", "Email", "Accounts", "Account_Name", "Deals", "Deal_Name", "Cases", "Subject");
    static final String KEY = "Hub_Key";

    private ZohoModules() {
    }

    private static Predicate<JsonNode> text(int longest) {
        return value -> value.isTextual() && value.asText().length() <= longest;
    }

    private static Predicate<JsonNode> oneOf(String... values) {
        return value -> Set.of(values).contains(value.asText());
    }

    /**
     * What is wrong with a field.
     *
     * @param code Zoho's
     */
    record Wrong(String code, String field, String message) {
    }

    /** Notes are there only on a record. */
    static boolean exists(String module) {
        return SYSTEM_CHECK.containsKey(module);
    }

    /** The fields that a record may be found by, in the order Zoho looks: those that were said, then unique ones; the system's only where it is said. */
    static List<String> checks(String module, List<String> said) {
        List<String> first = said.isEmpty() ? List.of(SYSTEM_CHECK.get(module)) : said;
        return Stream.concat(first.stream(), Stream.of(KEY)).distinct().toList();
    }

    static boolean canCheck(String module, String field) {
        return field.equals(KEY) || field.equals(SYSTEM_CHECK.get(module));
    }

    /** Null where nothing is wrong. */
    static Wrong check(String module, ObjectNode row, boolean isNew) {
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            String name = field.getKey();
            if (name.equals("id") || field.getValue().isNull()) {
                continue;
            }
            Predicate<JsonNode> form = module.equals(NOTES) ? FIELDS.get(NOTES).get(name)
                    : name.equals(KEY) ? LINE : name.startsWith("Hub_") ? CUSTOM : FIELDS.get(module).get(name);
            if (form == null || !form.test(field.getValue())) {
                return new Wrong("INVALID_DATA", name, "invalid data");
            }
        }
        for (String required : REQUIRED.get(module)) {
            if ((isNew || row.has(required)) && row.path(required).asText("").isBlank()) {
                return new Wrong("MANDATORY_NOT_FOUND", required, "required field not found");
            }
        }
        return null;
    }
}
