package com.versaai.hub.sandbox.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.dynamics.DynamicsSchema.Refusal;
import com.versaai.hub.sandbox.dynamics.DynamicsSchema.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of all tables, the latest {@code capacity} of them. Not thread-safe: guarded by its owner. */
final class DynamicsRows {

    private static final Pattern BIND = Pattern.compile("/?(?:https?://\\S+/)?([a-z]+)\\((.+)\\)");
    private static final Pattern BY_KEY = Pattern.compile("([a-z0-9_]+)='((?:[^']|'')*)'");
    private static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final String EMAIL = "emailaddress1";

    /** One row: its set, its columns, {@code statecode} and the id among them. */
    record Row(String set, String id, ObjectNode fields) {

        int state() {
            return fields.path("statecode").asInt();
        }
    }

    /** What a key in an address says: an id, or a value of the key column; or why it is none. */
    record Key(String id, String value, Refusal refusal) {
    }

    private final Map<String, Row> byId;
    private final Ledger ledger;

    DynamicsRows(int capacity, Ledger ledger) {
        this.ledger = ledger;
        this.byId = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
                return size() > capacity;
            }
        };
    }

    /** As the real one none of its values is found that has one of these characters, whatever the escapes. */
    static Key key(Table table, String text) {
        if (text.matches(ID)) {
            return new Key(text.toLowerCase(Locale.ROOT), null, null);
        }
        Matcher byKey = BY_KEY.matcher(text);
        if (!byKey.matches() || !DynamicsSchema.KEY.equals(byKey.group(1)) || !table.columns().containsKey(DynamicsSchema.KEY)) {
            return new Key(null, null, new Refusal(400, "0x80060888",
                    "The specified key attributes are not a defined key for the " + table.entity() + " entity"));
        }
        String value = byKey.group(2).replace("''", "'");
        if (value.isEmpty() || value.matches("(?s).*[<>*%&:/\\\\#?+].*")) {
            return new Key(null, null, new Refusal(404, "0x80060888", "Resource not found for the segment '" + table.entity() + "'."));
        }
        return new Key(null, value, null);
    }

    Row find(String set, Key key) {
        if (key.id() != null) {
            Row row = byId.get(key.id());
            return row == null || !row.set().equals(set) ? null : row;
        }
        return having(set, DynamicsSchema.KEY, key.value()).stream().findFirst().orElse(null);
    }

    /** Rows of that value, in any case as the database has it, the oldest first. */
    List<Row> having(String set, String column, String value) {
        return byId.values().stream().filter(row -> row.set().equals(set) && row.fields().path(column).asText("").equalsIgnoreCase(value)).toList();
    }

    /**
     * Makes or changes a row.
     *
     * @param key      null for a new one
     * @param suppress whether duplicate rules keep quiet
     * @return what is wrong, or the row
     */
    Object write(String set, Key key, ObjectNode body, boolean suppress) {
        Table table = DynamicsSchema.table(set);
        Row before = key == null ? null : find(set, key);
        ObjectNode fields = body.deepCopy();
        // Of a new row the body wins over the address.
        if (before == null && key != null && key.value() != null && !fields.has(DynamicsSchema.KEY)) {
            fields.put(DynamicsSchema.KEY, key.value());
        }
        Refusal refusal = refusal(table, set, before, fields, suppress);
        if (refusal != null) {
            return refusal;
        }
        String id = before != null ? before.id() : key != null && key.id() != null ? key.id() : UUID.randomUUID().toString();
        Row row = new Row(set, id, before == null ? Call.JSON.createObjectNode().put(table.id(), id).put("statecode", 0).put("statuscode", 1)
                : before.fields().deepCopy());
        fields.properties().forEach(field -> {
            Matcher bind = BIND.matcher(field.getValue().asText());
            if (field.getKey().contains("@") && bind.matches()) {
                row.fields().put('_' + field.getKey().replace("@odata.bind", "_value"), bound(bind.group(1), bind.group(2)));
            } else {
                row.fields().set(field.getKey(), field.getValue());
            }
        });
        byId.put(id, row);
        String effect = set + '/' + name(row);
        if (before != null && before.fields().equals(row.fields())) {
            ledger.unchanged(effect, Call.write(body));
        } else {
            ledger.always(effect, Call.write(body));
        }
        return row;
    }

    static String name(Row row) {
        String key = row.fields().path(DynamicsSchema.KEY).asText("");
        return key.isEmpty() ? '#' + row.id() : key;
    }

    private Refusal refusal(Table table, String set, Row before, ObjectNode fields, boolean suppress) {
        if (before != null && set.equals("opportunities") && before.state() != 0) {
            return new Refusal(400, "0x80040203", "You cannot update a closed opportunity.");
        }
        Refusal wrong = DynamicsSchema.check(table, fields);
        if (wrong == null) {
            wrong = lookups(table, fields);
        }
        if (wrong == null && before == null && set.equals("incidents") && !fields.has("customerid_contact@odata.bind")) {
            wrong = new Refusal(400, "0x80040203", "You should specify a parent contact or account.");
        }
        if (wrong == null) {
            wrong = duplicate(table, set, before, fields, suppress);
        }
        return wrong;
    }

    /** What is bound has to be there. */
    private Refusal lookups(Table table, ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey();
            if (!name.contains("@")) {
                continue;
            }
            String property = name.substring(0, name.indexOf('@'));
            Matcher bind = BIND.matcher(field.getValue().asText());
            if (!name.endsWith("@odata.bind") || !table.lookups().containsKey(property)) {
                return DynamicsSchema.payload("An undeclared property '" + property + "' which only has property annotations in the payload was found.");
            }
            if (!bind.matches() || !bind.group(1).equals(table.lookups().get(property))) {
                return DynamicsSchema.payload("'" + property + "' is bound to something else than its entity set.");
            }
            if (bound(bind.group(1), bind.group(2)) == null) {
                return new Refusal(404, "0x80060891", "A record with the specified key values does not exist in "
                        + DynamicsSchema.table(bind.group(1)).entity() + " entity");
            }
        }
        return null;
    }

    /** The id of what is bound; null where there is none. */
    private String bound(String set, String text) {
        if (set.equals("transactioncurrencies")) {
            boolean known = text.matches("isocurrencycode='[A-Z]{3}'") && DynamicsSchema.isCurrency(text.substring(17, 20));
            return known ? text.substring(17, 20) : null;
        }
        Key key = key(DynamicsSchema.table(set), text);
        Row row = key.refusal() == null ? find(set, key) : null;
        return row == null ? null : row.id();
    }

    private Refusal duplicate(Table table, String set, Row before, ObjectNode fields, boolean suppress) {
        String key = fields.path(DynamicsSchema.KEY).asText("");
        if (!key.isEmpty() && others(set, DynamicsSchema.KEY, key, before) > 0) {
            return new Refusal(412, "0x80060892", "Entity Key Hub Key violated. A record with the same value for Hub Key already exists."
                    + " A duplicate record cannot be created. Select one or more unique values and try again.");
        }
        String email = fields.path(EMAIL).asText("");
        if (!suppress && table.columns().containsKey(EMAIL) && !email.isEmpty() && others(set, EMAIL, email, before) > 0) {
            return new Refusal(412, "0x80040333", "A record was not created or updated because a duplicate of the current record already exists.");
        }
        return null;
    }

    private long others(String set, String column, String value, Row row) {
        return having(set, column, value).stream().filter(other -> row == null || !other.id().equals(row.id())).count();
    }

    /** Closes an opportunity; what is wrong, null for nothing. */
    Refusal win(JsonNode action) {
        Matcher bind = BIND.matcher(action.at("/OpportunityClose/opportunityid@odata.bind").asText());
        if (!action.path("Status").isIntegralNumber() || !bind.matches() || !bind.group(1).equals("opportunities")) {
            return DynamicsSchema.payload("WinOpportunity takes Status and OpportunityClose with its opportunityid.");
        }
        Key key = key(DynamicsSchema.table("opportunities"), bind.group(2));
        Row row = key.refusal() == null ? find("opportunities", key) : null;
        if (row == null) {
            return new Refusal(404, "0x80040217", "opportunity With Id = " + bind.group(2) + " Does Not Exist");
        }
        if (row.state() != 0) {
            return new Refusal(400, "0x80040216", "The opportunity is already closed.");
        }
        row.fields().put("statecode", 1).put("statuscode", action.get("Status").asInt());
        if (action.at("/OpportunityClose/actualrevenue").isNumber()) {
            row.fields().set("actualvalue", action.at("/OpportunityClose/actualrevenue"));
        }
        ledger.always("WinOpportunity/" + name(row), Call.write(action));
        return null;
    }

    boolean remove(String set, Key key) {
        Row row = find(set, key);
        return row != null && byId.remove(row.id()) != null;
    }

    void clear() {
        byId.clear();
    }

    /** The row's columns of those that were asked for, all for none; its id always. */
    static ObjectNode shown(Row row, String select) {
        ObjectNode shown = Call.JSON.createObjectNode().put("@odata.etag", "W/\"" + Integer.toHexString(row.fields().hashCode()) + '"');
        List<String> wanted = select == null ? row.fields().properties().stream().map(Map.Entry::getKey).toList() : List.of(select.split(","));
        wanted.stream().filter(column -> !column.contains("@")).forEach(column -> shown.set(column, row.fields().get(column)));
        return shown.put(DynamicsSchema.table(row.set()).id(), row.id());
    }
}
