package com.versaai.hub.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Records;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of SOQL as there is to ask: one comparison with a text, which is escaped as Salesforce wants it, the latest first, and a limit.
 *
 * @param value unescaped
 */
record SalesforceQuery(List<String> fields, String type, String field, String value, int limit) {

    private static final Pattern SOQL = Pattern.compile("SELECT ([\\w.]+(?:, ?[\\w.]+)*) FROM (\\w+) WHERE (\\w+) = '((?:[^'\\\\]|\\\\[nrtbf\"'\\\\])*)'"
            + "(?: ORDER BY LastModifiedDate DESC)?(?: LIMIT (\\d{1,4}))?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    /** Null where it is none. */
    static SalesforceQuery of(String soql) {
        Matcher parts = SOQL.matcher(soql);
        if (!parts.matches()) {
            return null;
        }
        String value = ESCAPE.matcher(parts.group(4)).replaceAll(escape -> Matcher.quoteReplacement(switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "b" -> "\b";
            case "f" -> "\f";
            default -> escape.group(1);
        }));
        return new SalesforceQuery(Arrays.asList(parts.group(1).split(", ?")), parts.group(2), parts.group(3), value,
                parts.group(5) == null ? 2000 : Integer.parseInt(parts.group(5)));
    }

    /** What is wrong with its names, null for nothing. */
    SalesforceSchema.RowError check() {
        if (!SalesforceSchema.exists(type)) {
            return new SalesforceSchema.RowError("INVALID_TYPE", "sObject type '" + type + "' is not supported.", List.of());
        }
        for (String one : fields) {
            if (!isSystem(one) && !(one.equals("Account.Name") && type.equals("Contact")) && !SalesforceSchema.has(type, one)) {
                return noSuch(one);
            }
        }
        return SalesforceSchema.has(type, field) ? null : noSuch(field);
    }

    private static boolean isSystem(String field) {
        return field.equals("Id") || field.equals("LastModifiedDate");
    }

    private SalesforceSchema.RowError noSuch(String one) {
        return new SalesforceSchema.RowError("INVALID_FIELD", "No such column '" + one + "' on entity '" + type + "'.", List.of());
    }

    /** Texts are compared in any case. */
    List<ObjectNode> of(Records records, Instant now) {
        List<ObjectNode> found = new ArrayList<>();
        records.below(type + '/').forEach((key, stored) -> {
            ObjectNode whole = whole(key, stored);
            if (whole.path(field).asText("").equalsIgnoreCase(value)) {
                found.add(shown(whole, now));
            }
        });
        Collections.reverse(found);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** The field that a record was upserted by stands in its key. */
    private static ObjectNode whole(String key, Records.Stored stored) {
        String[] parts = key.split("/", 3);
        return stored.fields().deepCopy().put(parts[1], parts[2]).put("Id", stored.id());
    }

    private ObjectNode shown(ObjectNode whole, Instant now) {
        ObjectNode shown = Call.JSON.createObjectNode();
        shown.putObject("attributes").put("type", type).put("url", "/services/data/v68.0/sobjects/" + type + '/' + whole.path("Id").asText());
        for (String one : fields) {
            if (one.equals("Account.Name")) {
                shown.putNull("Account");
            } else if (one.equals("LastModifiedDate")) {
                shown.put(one, TIME.format(now));
            } else {
                shown.set(one, whole.get(one));
            }
        }
        return shown;
    }
}
