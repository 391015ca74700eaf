package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code zohoNotes} of {@code zoho-note-sink}: notes have no custom fields and no upsert, so that the last line of one says which it is; the
 * notes of the deal are read first, and where one says so already, none is made. The deal is found by a query: the search shows it minutes later.
 */
public final class ZohoNotes {

    private static final String ZOHO = "zoho";
    private static final String NOTE = "HubZohoNote";
    private static final String CONTENT = "Note_Content";

    private final ZohoRecords records;
    private final FaultClassifier faults;

    ZohoNotes(ZohoRecords records, FaultClassifier faults) {
        this.records = records;
        this.faults = faults;
    }

    /**
     * What is to be there afterwards.
     *
     * @param path of the API
     * @param line that tells it from others
     */
    private record Wanted(String path, String line, ObjectNode fields) {
    }

    /**
     * Sets the query for the deal. The payload is the note's fields and, as {@code deal}, the deal's key.
     *
     * @throws ProviderException permanent, when the key or the deal's are missing or unusable, or the payload is no object
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String own = "hub.provider." + account;
        String key = Payload.header(ZOHO, message, "HubKey", "[\\x21-\\x7e]{1,255}");
        ObjectNode fields = Payload.of(ZOHO, message);
        JsonNode deal = fields.remove("deal");
        if (deal == null || !deal.asText().matches("[^\\\\\\p{Cntrl}]{1,255}")) {
            throw Payload.invalid(ZOHO, "the note's field deal, the key of a deal, is missing");
        }
        String path = records.path(own);
        String keyField = records.keyField(own);
        exchange.setProperty(NOTE, new Wanted(path, '(' + key + ')', fields));
        message.setHeader(Exchange.HTTP_PATH, path + "coql");
        message.setBody(Payload.bytes(Payload.object().put("select_query",
                "select id from Deals where " + keyField + " = '" + deal.asText().replace("'", "''") + "' limit 1")));
    }

    /**
     * Sets the reading of the deal's notes.
     *
     * @throws ProviderException transient, when the deal is not there: its own delivery is under way
     */
    public void found(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(NOTE, Wanted.class);
        JsonNode deals = list(message);
        if (deals.isEmpty()) {
            throw new ProviderException(ZOHO, new Fault(FaultClass.TRANSIENT, 204, "no_deal_yet", "the deal that the note is for is not there yet", null, null));
        }
        String id = deals.at("/0/id").asText();
        if (!id.matches(ZohoRecords.ID)) {
            throw notUnderstood();
        }
        message.setHeader(Exchange.HTTP_PATH, wanted.path() + "Deals/" + id + "/Notes");
        message.setHeader(Exchange.HTTP_QUERY, "fields=" + CONTENT + "&per_page=200");
        message.setBody(null);
        exchange.setProperty(NOTE, new Wanted(wanted.path() + "Deals/" + id + "/Notes", wanted.line(), wanted.fields()));
    }

    /** Sets the creation of the note, where none of the deal's is this one; else no call. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(NOTE, Wanted.class);
        exchange.removeProperty(NOTE);
        JsonNode notes = list(message);
        message.removeHeader(Exchange.HTTP_PATH);
        message.removeHeader(Exchange.HTTP_QUERY);
        for (JsonNode note : notes) {
            if (note.path(CONTENT).asText().contains(wanted.line())) {
                return;
            }
        }
        String said = wanted.fields().path(CONTENT).asText("");
        wanted.fields().put(CONTENT, said.isBlank() ? wanted.line() : said + '\n' + wanted.line());
        ObjectNode body = Payload.object();
        body.putArray("data").add(wanted.fields());
        message.setHeader(Exchange.HTTP_PATH, wanted.path());
        message.setBody(Payload.bytes(body));
    }

    /** What was asked for; 204 without a body is none. What is no answer to that is tried again: it only reads. */
    private JsonNode list(Message message) {
        Promised answer = Promised.answer(ZOHO, message);
        if (answer.status() == 204 && answer.body().isBlank()) {
            return Payload.object();
        }
        if (ZohoRecords.said(answer).path("status").asText().equals("error")) {
            throw new ProviderException(ZOHO, faults.decode(ZOHO, answer.status(), Map.of(), answer.body()));
        }
        JsonNode data = answer.json().path("data");
        if (answer.status() != 200 || answer.json().has("code") || !data.isArray()) {
            throw notUnderstood();
        }
        return data;
    }

    private static ProviderException notUnderstood() {
        return new ProviderException(ZOHO, new Fault(FaultClass.TRANSIENT, 200, "unknown_answer",
                "the query was answered in a shape that says neither found nor not found", null, null));
    }
}
