package com.versaai.hub.connector.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code pipedriveNotes} of {@code pipedrive-note-sink}: a note has no field of the hub's and no search, so that its last line says which one
 * it is; the notes of the deal are read first, and where one says so already, none is made.
 */
public final class PipedriveNotes {

    private static final String PIPEDRIVE = "pipedrive";
    private static final String NOTE = "HubPipedriveNote";
    /** Only v1 has notes. */
    private static final String PATH = "api/v1/notes";
    /** Of the newest: what an earlier attempt has made is among them. */
    private static final int MOST = 100;

    private final PipedriveRecords records;

    PipedriveNotes(PipedriveRecords records) {
        this.records = records;
    }

    /** What is to be there afterwards, on which deal, and the line that tells it from others. */
    private record Wanted(String deal, String line, ObjectNode fields) {
    }

    /**
     * Sets the search for the deal. The payload is the note's fields and, as {@code deal}, the deal's key.
     *
     * @throws ProviderException permanent, when the key or the deal's are missing or unusable, or there is no text
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        // It stands in a note, which is HTML.
        String key = Payload.header(PIPEDRIVE, message, "HubKey", "[A-Za-z0-9:._/-]{1,255}");
        ObjectNode fields = Payload.of(PIPEDRIVE, message);
        JsonNode deal = fields.remove("deal");
        if (deal == null || !deal.isTextual() || deal.asText().isBlank()) {
            throw Payload.invalid(PIPEDRIVE, "the note's field deal, the key of a deal, is missing");
        }
        if (!fields.path("content").isTextual()) {
            throw Payload.invalid(PIPEDRIVE, "the note's field content, its text, is missing");
        }
        exchange.setProperty(NOTE, new Wanted(deal.asText(), '(' + key + ')', fields));
        records.searchDeal(message, account, deal.asText());
    }

    /**
     * Sets the reading of the deal's notes.
     *
     * @throws ProviderException transient, when the deal is not there: its own delivery is under way
     */
    public void found(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(NOTE, Wanted.class);
        long deal = records.foundDeal(message, wanted.deal());
        if (deal == Long.MAX_VALUE) {
            throw new ProviderException(PIPEDRIVE, new Fault(FaultClass.TRANSIENT, 200, "no_deal_yet", "the deal that the note is for is not there yet", null, null));
        }
        wanted.fields().put("deal_id", deal);
        message.setHeader(Exchange.HTTP_PATH, PATH);
        message.setHeader(Exchange.HTTP_QUERY, "deal_id=" + deal + "&sort=add_time%20DESC&start=0&limit=" + MOST);
        message.setBody(null);
    }

    /** Sets the creation of the note, where none of the deal's is this one; else no call. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        Wanted wanted = exchange.getProperty(NOTE, Wanted.class);
        exchange.removeProperty(NOTE);
        Promised answer = records.checked(message);
        JsonNode notes = answer.json().path("data");
        // v1 says null for an empty list.
        if (answer.status() != 200 || !answer.isTrue("success") || !notes.isArray() && !notes.isNull()) {
            throw PipedriveRecords.notUnderstood();
        }
        message.removeHeader(Exchange.HTTP_PATH);
        message.removeHeader(Exchange.HTTP_QUERY);
        for (JsonNode note : notes) {
            if (note.path("content").asText().contains(wanted.line())) {
                return;
            }
        }
        wanted.fields().put("content", wanted.fields().path("content").asText() + "<br>" + wanted.line());
        PipedriveRecords.call(message, "POST", PATH, wanted.fields());
    }
}
