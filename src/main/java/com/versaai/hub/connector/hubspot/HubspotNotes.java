package com.versaai.hub.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code hubspotNotes} of {@code hubspot-note-sink}: finds the deal by the hub's key, and makes the note on it in one call, so that none is
 * ever without its deal. An upsert takes no associations; that a note is there already says its own unique property.
 */
public final class HubspotNotes {

    private static final String HUBSPOT = "hubspot";
    private static final String NOTE = "hubHubspotNote";
    private static final String TAKEN = "CONFLICTING_UNIQUE_VALUE";
    /** HubSpot's own association of a note with a deal. */
    private static final int NOTE_TO_DEAL = 214;

    private final FaultClassifier faults;
    private final HubspotObjects objects;

    HubspotNotes(FaultClassifier faults, HubspotObjects objects) {
        this.faults = faults;
        this.objects = objects;
    }

    /**
     * Sets the call that finds the deal. The payload is the note's properties and, as {@code deal}, the deal's key.
     *
     * @param idProperty unique property of deals and notes that holds the hub's key
     * @throws ProviderException permanent, when the key or the deal's are missing or a property is no plain value
     */
    public void prepare(Exchange exchange, String idProperty) {
        Message message = exchange.getMessage();
        String key = Payload.header(HUBSPOT, message, "HubKey", "(?s).{1,255}");
        ObjectNode payload = Payload.of(HUBSPOT, message);
        JsonNode deal = payload.remove("deal");
        if (deal == null || !deal.isTextual() || deal.asText().isBlank()) {
            throw Payload.invalid(HUBSPOT, "the note's field deal, the key of a deal, is missing");
        }
        ObjectNode strings = Payload.object();
        payload.fields().forEachRemaining(property -> HubspotObjects.put(strings, property));
        strings.put(idProperty, key);
        exchange.setProperty(NOTE, strings);
        ObjectNode read = Payload.object();
        read.put("idProperty", idProperty).putArray("properties").add(idProperty);
        read.putArray("inputs").addObject().put("id", deal.asText());
        call(message, "deals/batch/read", read);
    }

    /**
     * Sets the call that makes the note.
     *
     * @throws ProviderException transient, when the deal is not there: its own delivery is under way
     */
    public void found(Exchange exchange) {
        Message message = exchange.getMessage();
        String body = text(message);
        JsonNode said = ProviderAnswer.of(status(message), Map.of(), body, null).json();
        if (said.path("results").isArray() && said.path("results").isEmpty() && "OBJECT_NOT_FOUND".equals(said.at("/errors/0/category").asText())) {
            throw new ProviderException(HUBSPOT, new Fault(FaultClass.TRANSIENT, status(message), "OBJECT_NOT_FOUND",
                    "the deal that the note is for is not there yet", null, body));
        }
        objects.check(exchange);
        ObjectNode batch = Payload.object();
        ObjectNode input = batch.putArray("inputs").addObject();
        input.set("properties", exchange.removeProperty(NOTE) instanceof ObjectNode note ? note : Payload.object());
        ObjectNode association = input.putArray("associations").addObject();
        association.putObject("to").put("id", said.at("/results/0/id").asText());
        association.putArray("types").addObject().put("associationCategory", "HUBSPOT_DEFINED").put("associationTypeId", NOTE_TO_DEAL);
        call(message, "notes/batch/create", batch);
    }

    /** Throws what HubSpot refused, but not because an earlier attempt has made the note. */
    public void created(Exchange exchange) {
        Message message = exchange.getMessage();
        String body = text(message);
        int status = status(message);
        if (status == 409 || status == 400 && body.contains(TAKEN)) {
            return;
        }
        if (status >= 300) {
            throw new ProviderException(HUBSPOT, faults.decode(HUBSPOT, status, Map.of(), body));
        }
        objects.check(exchange);
    }

    private static void call(Message message, String path, ObjectNode body) {
        message.setHeader(Exchange.HTTP_PATH, "crm/v3/objects/" + path);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=UTF-8");
        message.setBody(Payload.bytes(body));
    }

    private static int status(Message message) {
        return message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
    }

    /** It may be a stream, which can be read once. */
    private static String text(Message message) {
        String body = message.getBody(String.class);
        String text = body == null ? "" : body;
        message.setBody(text);
        return text;
    }
}
