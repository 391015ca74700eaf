package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The records of the simulated account, the latest of them. Not thread-safe: guarded by its owner. */
final class ZohoRecordStore {

    private final Ledger ledger;
    private final Map<String, ObjectNode> records;
    /** {@code <module>/<field>/<value>} → id, of fields that records are found by. */
    private final Map<String, String> found = new HashMap<>();
    /** By place, when the search shows what was written last. */
    private final Map<String, Instant> indexed = new HashMap<>();
    private long ids = 5_725_767_000_003_000_000L;

    ZohoRecordStore(int capacity, Ledger ledger) {
        this.ledger = ledger;
        this.records = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
                if (size() <= capacity) {
                    return false;
                }
                forget(eldest.getKey(), eldest.getValue());
                return true;
            }
        };
    }

    private static String key(String module, String field, String value) {
        return module + '/' + field + '/' + (field.equals("Email") ? value.toLowerCase(Locale.ROOT) : value);
    }

    ObjectNode byId(String module, String id) {
        return records.get(module + '/' + id);
    }

    /** The id of the record that has that value; null where there is none, or no value. */
    String idOf(String module, String field, JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : found.get(key(module, field, value.asText()));
    }

    /**
     * Makes a record, or lays the fields over those it has.
     *
     * @param id null for a new one
     * @return its id
     */
    String put(String module, String id, ObjectNode fields, List<String> checks) {
        String own = id == null ? Long.toString(++ids) : id;
        ObjectNode before = byId(module, own);
        ObjectNode record = before == null ? Call.JSON.createObjectNode() : before.deepCopy();
        record.setAll(fields);
        record.put("id", own);
        if (before != null) {
            forget(module + '/' + own, before);
        }
        for (String field : checks) {
            if (record.hasNonNull(field)) {
                found.put(key(module, field, record.get(field).asText()), own);
            }
        }
        records.put(module + '/' + own, record);
        if (record.equals(before)) {
            ledger.unchanged(effect(module, record), Call.write(fields));
        } else {
            ledger.always(effect(module, record), Call.write(fields));
        }
        return own;
    }

    /** Contacts of an address, of those that are indexed by now. */
    List<ObjectNode> contacts(String email, Instant now) {
        return records.entrySet().stream().filter(entry -> entry.getKey().startsWith("Contacts/"))
                .filter(entry -> !indexed.getOrDefault(entry.getKey(), Instant.MIN).isAfter(now)).map(Map.Entry::getValue)
                .filter(record -> email.equalsIgnoreCase(record.path("Email").asText())).toList();
    }

    /** Of a deal, the oldest first. */
    List<ObjectNode> notes(String deal) {
        return records.entrySet().stream().filter(entry -> entry.getKey().startsWith(ZohoModules.NOTES + '/')).map(Map.Entry::getValue)
                .filter(note -> note.at("/Parent_Id/id").asText().equals(deal)).toList();
    }

    /** Says when the search shows a record. */
    void index(String module, String id, Instant when) {
        indexed.put(module + '/' + id, when);
    }

    private static String effect(String module, ObjectNode record) {
        String mail = module.equals("Leads") || module.equals("Contacts") ? record.path("Email").asText("").toLowerCase(Locale.ROOT) : "";
        String key = mail.isEmpty() ? record.path(ZohoModules.KEY).asText("") : mail;
        return module + '/' + (key.isEmpty() ? '#' + record.path("id").asText() : key);
    }

    /** False where there is none. */
    boolean remove(String module, String id) {
        ObjectNode gone = records.remove(module + '/' + id);
        if (gone != null) {
            forget(module + '/' + id, gone);
        }
        return gone != null;
    }

    private void forget(String place, ObjectNode record) {
        String module = place.substring(0, place.indexOf('/'));
        String id = record.path("id").asText();
        record.properties().forEach(field -> found.remove(key(module, field.getKey(), field.getValue().asText()), id));
        indexed.remove(place);
    }

    void clear() {
        records.clear();
        found.clear();
        indexed.clear();
    }
}
