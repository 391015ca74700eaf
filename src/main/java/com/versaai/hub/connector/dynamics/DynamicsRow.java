package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One record to write.
 *
 * @param set     its entity set, {@code leads}
 * @param key     what its key column holds, in letters that a key in an address may have
 * @param fields  its columns, without the key
 * @param lookup  the lookup of the last record that refers to it, {@code customerid_contact}; null for that last one
 * @param closing how it is closed as won; null where it isn't
 */
record DynamicsRow(String set, String key, ObjectNode fields, String lookup, Closing closing) {

    static final String DYNAMICS = "dynamics";

    /** A payload's field of that ending holds a record that has to be there first: {@code {object, key, fields}}; one that is there is not changed. */
    private static final String FIRST = "@hub.upsert";
    /** A payload's field of that ending names a record that has to be there by itself: {@code {object, key}}. */
    private static final String THERE = "@hub.bind";
    /** Has no alternate key: its id is made of the hub's key. */
    private static final String NOTES = "annotations";
    private static final String SET = "[a-z][a-z0-9_]{0,99}";
    private static final String LOOKUP = "[A-Za-z][A-Za-z0-9_]{0,99}";
    private static final int LONGEST_KEY = 255;
    private static final int MOST_FIRST = 3;
    private static final Map<String, String> IDS = Map.of("leads", "leadid", "contacts", "contactid", "accounts", "accountid", "opportunities",
            "opportunityid", "incidents", "incidentid", "tasks", "activityid", NOTES, "annotationid");
    private static final String STATE = "statecode";
    private static final int WON = 1;
    private static final int USUAL_WON_REASON = 3;

    /** Of an opportunity, which Dynamics closes by an action of its own and not by its column {@code statecode}. */
    record Closing(int reason, ObjectNode close) {
    }

    /**
     * The records of a payload in the order to write them: those that it refers to first.
     *
     * @throws ProviderException permanent, when one of them is none, or its key is too long
     */
    static List<DynamicsRow> of(String set, String key, ObjectNode payload, String keyColumn) {
        List<DynamicsRow> rows = new ArrayList<>();
        for (String name : names(payload)) {
            if (name.endsWith(THERE)) {
                JsonNode there = payload.remove(name);
                String lookup = name.substring(0, name.length() - THERE.length());
                if (!lookup.matches(LOOKUP) || !there.path("object").asText().matches(SET) || !there.path("key").isTextual()) {
                    throw Payload.invalid(DYNAMICS, "a field that ends in " + THERE + " is no {object, key}");
                }
                payload.put(lookup + "@odata.bind", '/' + there.get("object").asText() + '(' + keyColumn + "='" + letters(there.get("key").asText()) + "')");
            }
            if (name.endsWith(FIRST)) {
                JsonNode first = payload.remove(name);
                String lookup = name.substring(0, name.length() - FIRST.length());
                if (!lookup.matches(LOOKUP) || !first.path("object").asText().matches(SET) || !first.path("key").isTextual()
                        || !(first.path("fields") instanceof ObjectNode fields) || names(fields).stream().anyMatch(field -> field.endsWith(FIRST))) {
                    throw Payload.invalid(DYNAMICS, "a field that ends in " + FIRST + " is no {object, key, fields}");
                }
                rows.add(one(first.get("object").asText(), first.get("key").asText(), fields, lookup, keyColumn));
            }
        }
        if (rows.size() > MOST_FIRST) {
            throw Payload.invalid(DYNAMICS, "the payload has more than " + MOST_FIRST + " fields that end in " + FIRST);
        }
        rows.add(one(set, key, payload, null, keyColumn));
        return rows;
    }

    private static List<String> names(ObjectNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static DynamicsRow one(String set, String key, ObjectNode fields, String lookup, String keyColumn) {
        // Which record it is the address says; of a new one the body would win.
        fields.remove(keyColumn);
        if (IDS.containsKey(set)) {
            fields.remove(IDS.get(set));
        }
        return new DynamicsRow(set, letters(key), fields, lookup, closing(set, fields));
    }

    /** Takes what only the closing may say out of the record. */
    private static Closing closing(String set, ObjectNode fields) {
        if (!"opportunities".equals(set) || fields.path(STATE).asInt() != WON) {
            return null;
        }
        fields.remove(STATE);
        JsonNode reason = fields.remove("statuscode");
        ObjectNode close = Payload.object();
        close.set("subject", fields.path("name").isTextual() ? fields.get("name") : close.textNode("Won"));
        move(fields, "actualvalue", close, "actualrevenue");
        move(fields, "actualclosedate", close, "actualend");
        return new Closing(reason == null || !reason.isIntegralNumber() ? USUAL_WON_REASON : reason.asInt(), close);
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
        JsonNode value = from.remove(name);
        if (value != null) {
            to.set(newName, value);
        }
    }

    /**
     * A key that may stand in an address: Dynamics finds none with {@code / : # % & * < > \}. All but letters, digits and {@code . _ @ -} are
     * written as {@code !} and the byte's two hexadecimal digits, so that two keys stay two.
     */
    static String letters(String key) {
        StringBuilder letters = new StringBuilder();
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            if (each > 0 && (Character.isLetterOrDigit(each) || "._@-".indexOf(each) >= 0)) {
                letters.append((char) each);
            } else {
                letters.append(String.format("!%02X", each));
            }
        }
        if (letters.isEmpty() || letters.length() > LONGEST_KEY) {
            throw Payload.invalid(DYNAMICS, "the key is empty, or longer than " + LONGEST_KEY + " characters once !XX stands for what no key may have");
        }
        return letters.toString();
    }

    /** The column of its id; null for a table that is not known here. */
    String idColumn() {
        return IDS.get(set);
    }

    /** Whether it is a note, which hangs on a record that another delivery writes. */
    boolean isNote() {
        return NOTES.equals(set);
    }

    /** Its path by the alternate key; of what has none by the id. */
    String path(String keyColumn) {
        return isNote() ? set + '(' + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ')' : set + '(' + keyColumn + "=%27" + Payload.encoded(key) + "%27)";
    }
}
