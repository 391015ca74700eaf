package com.versaai.hub.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code hubspotObjects} of {@code hubspot-object-sink}: the batch of one, and what HubSpot said about it. */
public final class HubspotObjects {

    private final FaultClassifier faults;

    HubspotObjects(FaultClassifier faults) {
        this.faults = faults;
    }

    /**
     * Sets path and body of an upsert by a unique property. The payload is the properties, or an object holding them as
     * {@code properties}; HubSpot takes strings, so numbers and booleans become some, and nulls are left out.
     *
     * @param contactIdProperty unique property of contacts
     * @param idProperty        unique property of every other object
     * @throws ProviderException permanent, when object or key are missing or a property is no plain value
     */
    public void prepare(Exchange exchange, String contactIdProperty, String idProperty) {
        Message message = exchange.getMessage();
        String object = Payload.header("hubspot", message, "HubObject", "[A-Za-z0-9_-]{1,100}");
        String key = Payload.header("hubspot", message, "HubKey", "(?s).{1,255}");
        ObjectNode payload = Payload.of("hubspot", message);
        JsonNode properties = payload.path("properties").isObject() ? payload.path("properties") : payload;
        ObjectNode batch = Payload.object();
        ObjectNode input = batch.putArray("inputs").addObject();
        input.put("idProperty", isContact(object) ? contactIdProperty : idProperty);
        input.put("id", key);
        ObjectNode strings = input.putObject("properties");
        properties.fields().forEachRemaining(property -> put(strings, property));
        message.setHeader(Exchange.HTTP_PATH, "crm/v3/objects/" + object + "/batch/upsert");
        message.setBody(Payload.bytes(batch));
    }

    /** Throws what HubSpot refused inside a 2xx, an answer that lists errors, and what is none of its answers. */
    public void check(Exchange exchange) {
        Promised answer = Promised.answer("hubspot", exchange.getMessage());
        int status = answer.status();
        String body = answer.body();
        JsonNode json = ProviderAnswer.of(status, Map.of(), body, null).json();
        boolean refused = json.path("numErrors").asInt() > 0 || !json.path("errors").isEmpty()
                || "error".equals(json.path("status").asText());
        if (refused) {
            throw new ProviderException("hubspot", faults.decode("hubspot", status, Map.of(), body));
        }
        answer.requireJson("COMPLETE".equals(answer.json().path("status").textValue()) && answer.hasText("/results/0/id"),
                "status COMPLETE with a result's id", 200, 201);
    }

    private static boolean isContact(String object) {
        return "contacts".equalsIgnoreCase(object) || "contact".equalsIgnoreCase(object) || "0-1".equals(object);
    }

    static void put(ObjectNode strings, Map.Entry<String, JsonNode> property) {
        JsonNode value = property.getValue();
        if (value.isContainerNode()) {
            throw Payload.invalid("hubspot", "property " + property.getKey() + " is no plain value");
        }
        if (!value.isNull()) {
            strings.put(property.getKey(), value.asText());
        }
    }
}
