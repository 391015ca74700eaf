package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code zohoRecords} of {@code zoho-record-sink}: the upsert of one record, and what Zoho said about it. */
public final class ZohoRecords {

    private static final String ZOHO = "zoho";
    private static final String RECORD = "HubZohoRecord";
    private static final String EMAIL = "Email";
    /** Modules that are about people. */
    private static final Set<String> PEOPLE = Set.of("Leads", "Contacts");
    /** Ids have 64 bits; Zoho writes them as texts. */
    static final String ID = "\\d{1,20}";

    private final Secrets settings;
    private final FaultClassifier faults;

    ZohoRecords(Secrets settings, FaultClassifier faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * What is to be there afterwards.
     *
     * @param path  of the module
     * @param found the field that it is found by
     */
    private record Wanted(String path, String found, ObjectNode body) {
    }

    /**
     * Sets path and body of the upsert.
     *
     * @throws ProviderException permanent, when object or key are missing or unusable, or the payload is no object
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String own = "hub.provider." + account;
        String object = Payload.header(ZOHO, message, "HubObject", "[A-Z][A-Za-z0-9_]{0,49}");
        boolean person = PEOPLE.contains(object);
        String key = Payload.header(ZOHO, message, "HubKey", person ? "[^@\\s]{1,64}@[^@\\s]{1,100}" : "(?s).{1,255}");
        String found = person ? EMAIL : keyField(own);
        ObjectNode fields = Payload.of(ZOHO, message);
        // Which record it is says the key alone.
        fields.remove("id");
        fields.put(found, key);
        ObjectNode body = Payload.object();
        body.putArray("data").add(fields);
        triggers(body.putArray("trigger"), setting(own + ".trigger", "workflow", "none|[a-z]+(,[a-z]+)*"));
        Wanted wanted = new Wanted(path(own) + object, found, body);
        exchange.setProperty(RECORD, wanted);
        ObjectNode upsert = body.deepCopy();
        upsert.putArray("duplicate_check_fields").add(found);
        message.setHeader(Exchange.HTTP_PATH, wanted.path() + "/upsert");
        message.setBody(Payload.bytes(upsert));
    }

    private static void triggers(ArrayNode list, String said) {
        if (!said.equals("none")) {
            for (String trigger : said.split(",")) {
                list.add(trigger);
            }
        }
    }

    /** Where the API of an account begins, as its settings {@code own} say. */
    String path(String own) {
        return "crm/" + setting(own + ".api-version", "v8", "v\\d+(\\.\\d+)?") + '/';
    }

    /** The field of records that holds the hub's key. */
    String keyField(String own) {
        return setting(own + ".key-field", "Hub_Key", "[A-Za-z][A-Za-z0-9_]{0,49}");
    }

    private String setting(String property, String usual, String pattern) {
        String value = settings.has(property) ? settings.value(property).strip() : usual;
        if (!value.matches(pattern)) {
            throw new MissingPropertyException("property " + property + " must match " + pattern);
        }
        return value;
    }

    /**
     * Goes by what Zoho says of the record. A duplicate in the very field it is found by is one that was created since Zoho looked: its update
     * is set. One in another unique field is somebody else's record, which nobody but a person may merge.
     *
     * @throws ProviderException what was refused, or in doubt where nothing is said
     */
    public void upserted(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(RECORD, Wanted.class);
        message.removeHeader(Exchange.HTTP_PATH);
        Promised answer = Promised.answer(ZOHO, message);
        JsonNode said = said(answer);
        String duplicate = duplicate(said, wanted.found());
        if (duplicate != null) {
            message.setHeader(Exchange.HTTP_PATH, wanted.path() + '/' + duplicate);
            message.setBody(Payload.bytes(wanted.body()));
            return;
        }
        check(answer, said);
    }

    /**
     * The same after the update of a record that Zoho named, or a note on it.
     *
     * @throws ProviderException transient where that record is gone meanwhile: the next attempt makes one
     */
    public void updated(Exchange exchange) {
        exchange.getMessage().removeHeader(Exchange.HTTP_PATH);
        Promised answer = Promised.answer(ZOHO, exchange.getMessage());
        JsonNode said = said(answer);
        if (said.path("code").asText().equals("INVALID_DATA") && said.at("/details/api_name").asText().equals("id")) {
            throw new ProviderException(ZOHO, new Fault(FaultClass.TRANSIENT, answer.status(), "record_deleted",
                    "the record that Zoho named was deleted meanwhile", null, null));
        }
        check(answer, said);
    }

    static JsonNode said(Promised answer) {
        JsonNode element = ZohoFaults.element(answer.json());
        return element.isMissingNode() ? answer.json() : element;
    }

    /** The id of the record that has the value already; null where it is another matter. */
    private static String duplicate(JsonNode said, String found) {
        if (!said.path("code").asText().equals("DUPLICATE_DATA") || !said.at("/details/api_name").asText().equals(found)) {
            return null;
        }
        JsonNode id = said.at("/details/duplicate_record/id");
        JsonNode named = id.isMissingNode() ? said.at("/details/id") : id;
        return named.isTextual() && named.asText().matches(ID) ? named.asText() : null;
    }

    private void check(Promised answer, JsonNode said) {
        boolean refused = said.path("status").asText().equals("error") || answer.status() >= 300;
        if (refused) {
            throw new ProviderException(ZOHO, faults.decode(ZOHO, answer.status(), Map.of(), answer.body()));
        }
        // A code beside data would be a whole request's, which is refused.
        answer.requireJson(!answer.json().has("code") && answer.json().path("data").size() == 1 && said.path("status").asText().equals("success")
                && answer.hasText("/data/0/details/id"), "a success with the id of the one record", 200, 201);
    }
}
