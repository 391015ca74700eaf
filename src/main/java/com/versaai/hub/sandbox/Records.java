package com.versaai.hub.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The records of a simulated CRM, by upsert key, the latest {@code capacity} of them. Not thread-safe: guarded by its owner. */
public final class Records {

    /** One record: its id and the merge of everything written to it. */
    public record Stored(String id, ObjectNode fields) {
    }

    /** What became of the record. */
    public enum Outcome { CREATED, CHANGED, UNCHANGED }

    private final Map<String, Stored> byKey;
    private final Map<String, String> keyById;

    /** @param capacity beyond it the oldest is forgotten */
    public Records(int capacity) {
        keyById = new LinkedHashMap<>();
        byKey = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
                if (size() <= capacity) {
                    return false;
                }
                keyById.remove(eldest.getValue().id());
                return true;
            }
        };
    }

    /** The record of that key, null when there is none. */
    public Stored byKey(String key) {
        return byKey.get(key);
    }

    /** The key of the record of that id, null when there is none. */
    public String keyOf(String id) {
        return keyById.get(id);
    }

    /** The records whose key begins with that, by key, the oldest first. */
    public Map<String, Stored> below(String prefix) {
        Map<String, Stored> found = new LinkedHashMap<>();
        byKey.forEach((key, stored) -> {
            if (key.startsWith(prefix)) {
                found.put(key, stored);
            }
        });
        return found;
    }

    /**
     * Makes a record, or lays these fields over those it has.
     *
     * @param newId asked only for a new one
     */
    public Outcome put(String key, ObjectNode fields, Supplier<String> newId) {
        Stored known = byKey.get(key);
        if (known == null) {
            Stored stored = new Stored(newId.get(), fields.deepCopy());
            byKey.put(key, stored);
            keyById.put(stored.id(), key);
            return Outcome.CREATED;
        }
        boolean changed = false;
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            JsonNode before = known.fields().replace(field.getKey(), field.getValue());
            changed |= !field.getValue().equals(before);
        }
        return changed ? Outcome.CHANGED : Outcome.UNCHANGED;
    }

    /** Those whose key begins so, the oldest first. */
    public List<Stored> of(String begin) {
        return byKey.entrySet().stream().filter(entry -> entry.getKey().startsWith(begin)).map(Map.Entry::getValue).toList();
    }

    /** Forgets the record of that id. */
    public void remove(String id) {
        byKey.remove(keyById.remove(id));
    }

    /** Forgets all. */
    public void clear() {
        byKey.clear();
        keyById.clear();
    }
}
