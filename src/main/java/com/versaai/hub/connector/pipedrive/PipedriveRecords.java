package com.versaai.hub.connector.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code pipedriveRecords} of {@code pipedrive-record-sink}: Pipedrive has no upsert, so a record is searched first, and then created
 * or changed. A search that was not understood is a fault: taken for "not found" it would make a second record.
 */
public final class PipedriveRecords {

    private static final String PIPEDRIVE = "pipedrive";
    private static final String RECORD = "HubPipedriveRecord";
    private static final String PATH = "api/v2/";
    private static final String PERSONS = "persons";
    private static final String DEALS = "deals";
    private static final String CUSTOM = "custom_fields";
    /** An exact search for an address or a key finds one, or what people typed twice. */
    private static final int MOST_HITS = 100;

    private final Secrets settings;
    private final FaultClassifier faults;

    PipedriveRecords(Secrets settings, FaultClassifier faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * What is to be there afterwards.
     *
     * @param key      null where it can't be searched
     * @param keyField of a deal's key; null for a person
     */
    private record Wanted(String object, String key, String keyField, ObjectNode fields) {

        boolean isPerson() {
            return PERSONS.equals(object);
        }

        /** Pipedrive's search takes upper for lower case, which is right for an address and not for a key. */
        boolean isOf(String found) {
            return isPerson() ? key.equalsIgnoreCase(found) : key.equals(found);
        }
    }

    /**
     * Sets the search for the record, or the creation of one that can't be searched.
     *
     * @throws ProviderException permanent, when object or key are missing or unusable, or the payload is no object
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String object = Payload.header(PIPEDRIVE, message, "HubObject", "persons|deals|activities");
        String keyField = DEALS.equals(object) ? keyField(account) : null;
        String key = PERSONS.equals(object) ? Payload.header(PIPEDRIVE, message, "HubKey", "[^@\\s]{1,120}@[^@\\s]{1,134}")
                : keyField != null ? Payload.header(PIPEDRIVE, message, "HubKey", "(?s).{1,255}") : null;
        ObjectNode fields = Payload.of(PIPEDRIVE, message);
        // Which record it is says the search alone.
        fields.remove("id");
        Wanted wanted = new Wanted(object, key, keyField, fields);
        if (key == null) {
            create(message, wanted);
            return;
        }
        exchange.setProperty(RECORD, wanted);
        search(message, wanted);
    }

    private static void search(Message message, Wanted wanted) {
        message.setHeader(Exchange.HTTP_PATH, PATH + wanted.object() + "/search");
        message.setHeader(Exchange.HTTP_QUERY, "term=" + Payload.encoded(wanted.key()) + "&fields=" + (wanted.isPerson() ? "email" : CUSTOM)
                + "&exact_match=true&limit=" + MOST_HITS);
        message.setBody(null);
    }

    /** Sets the search for the deal of that key, which nothing but the setting key-field makes possible. */
    void searchDeal(Message message, String account, String key) {
        String keyField = keyField(account);
        if (keyField == null) {
            throw new MissingPropertyException("property " + property(account) + " is missing: without it no deal can be found to note anything on");
        }
        search(message, new Wanted(DEALS, key, keyField, Payload.object()));
    }

    /** The id of the deal that was searched; {@link Long#MAX_VALUE} when there is none. */
    long foundDeal(Message message, String key) {
        return oldest(checked(message), new Wanted(DEALS, key, null, Payload.object()));
    }

    private static String property(String account) {
        return "hub.provider." + account + ".key-field";
    }

    private String keyField(String account) {
        String property = property(account);
        if (!settings.has(property)) {
            return null;
        }
        String field = settings.value(property);
        if (!field.matches("[0-9a-f]{40}")) {
            throw new MissingPropertyException("property " + property + " is no API key of a custom field: 40 characters of 0-9 and a-f");
        }
        return field;
    }

    /** Sets the change of the record that the search found, or the creation of the one it did not find. */
    public void found(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(RECORD, Wanted.class);
        exchange.removeProperty(RECORD);
        long oldest = oldest(checked(message), wanted);
        if (oldest < Long.MAX_VALUE) {
            change(message, wanted, oldest);
        } else {
            create(message, wanted);
        }
    }

    private static long oldest(Promised search, Wanted wanted) {
        JsonNode answer = search.json();
        JsonNode items = answer.at("/data/items");
        if (search.status() != 200 || !search.isTrue("success") || !items.isArray()) {
            throw notUnderstood();
        }
        long oldest = Long.MAX_VALUE;
        for (JsonNode hit : items) {
            JsonNode item = hit.path("item");
            if (!item.path("id").isIntegralNumber() || !item.path(wanted.isPerson() ? "emails" : CUSTOM).isArray()) {
                throw notUnderstood();
            }
            for (JsonNode value : item.path(wanted.isPerson() ? "emails" : CUSTOM)) {
                oldest = wanted.isOf(value.asText()) ? Math.min(oldest, item.get("id").asLong()) : oldest;
            }
        }
        if (oldest == Long.MAX_VALUE && answer.at("/additional_data/next_cursor").isTextual()) {
            throw new ProviderException(PIPEDRIVE, new Fault(FaultClass.PERMANENT, 200, "too_many_hits",
                    "more than " + MOST_HITS + " records are like the key: tidy them up, or give the key another field", null, null));
        }
        return oldest;
    }

    /** Throws what Pipedrive refused inside a 2xx, and what is none of its answers. */
    public void check(Exchange exchange) {
        Promised answer = checked(exchange.getMessage());
        answer.requireJson(answer.isTrue("success") && answer.hasNumber("/data/id"), "success:true with the record's id", 200, 201);
    }

    Promised checked(Message message) {
        Promised answer = Promised.answer(PIPEDRIVE, message);
        JsonNode json = ProviderAnswer.of(answer.status(), Map.of(), answer.body(), null).json();
        if (json.path("success").isBoolean() && !json.get("success").asBoolean()) {
            throw new ProviderException(PIPEDRIVE, faults.decode(PIPEDRIVE, answer.status(), Map.of(), answer.body()));
        }
        return answer;
    }

    static ProviderException notUnderstood() {
        return new ProviderException(PIPEDRIVE, new Fault(FaultClass.TRANSIENT, 200, "unknown_answer",
                "the search was answered in a shape that says neither found nor not found", null, null));
    }

    private static void create(Message message, Wanted wanted) {
        ObjectNode fields = wanted.fields();
        if (wanted.isPerson()) {
            if (fields.path("name").asText("").isBlank()) {
                fields.put("name", wanted.key());
            }
            if (fields.path("emails").isEmpty()) {
                fields.putArray("emails").addObject().put("value", wanted.key()).put("primary", true).put("label", "work");
            }
        }
        if (wanted.keyField() != null) {
            custom(fields).put(wanted.keyField(), wanted.key());
        }
        call(message, "POST", PATH + wanted.object(), fields);
    }

    private static void change(Message message, Wanted wanted, long id) {
        if (wanted.isPerson()) {
            // A list replaces the one there, and with it the addresses that people have added.
            wanted.fields().remove("emails");
        } else if (wanted.fields().path(CUSTOM).isObject()) {
            custom(wanted.fields()).remove(wanted.keyField());
        }
        call(message, "PATCH", PATH + wanted.object() + "/" + id, wanted.fields());
    }

    private static ObjectNode custom(ObjectNode fields) {
        if (fields.hasNonNull(CUSTOM) && !fields.get(CUSTOM).isObject()) {
            throw Payload.invalid(PIPEDRIVE, CUSTOM + " is no object");
        }
        return fields.path(CUSTOM) instanceof ObjectNode custom ? custom : fields.putObject(CUSTOM);
    }

    static void call(Message message, String method, String path, ObjectNode fields) {
        message.removeHeader(Exchange.HTTP_QUERY);
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_PATH, path);
        message.setBody(Payload.bytes(fields));
    }
}
