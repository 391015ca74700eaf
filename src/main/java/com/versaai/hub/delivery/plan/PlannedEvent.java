package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What of an event a step wants delivered.
 *
 * @param item names the part of the event by what it says, so that it is the same one in whatever order parts come; null for the whole event
 */
record PlannedEvent(Event event, String item) {

    private static final int NAME = 12;

    /** @throws NoEventException when the body is neither an event nor an object nor empty */
    static PlannedEvent of(Exchange exchange, ObjectMapper json) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Event event) {
            return new PlannedEvent(event, null);
        }
        Event whole = exchange.getProperty("event", Event.class);
        if (whole != null && body == null) {
            return new PlannedEvent(whole, null);
        }
        if (whole == null || !(body instanceof Map) && !(body instanceof ObjectNode)) {
            throw new NoEventException(body == null ? Void.class : body.getClass());
        }
        Map<String, Object> data = json.convertValue(body, new TypeReference<>() { });
        if (data.equals(whole.data())) {
            return new PlannedEvent(whole, null);
        }
        return new PlannedEvent(whole.withData(data), name(json.valueToTree(data), json));
    }

    private static String name(JsonNode data, ObjectMapper json) {
        try {
            String sorted = json.copy().configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
                    .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true).writeValueAsString(json.treeToValue(data, Object.class));
            return EventId.name(sorted).replace("-", "").substring(0, NAME);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read of JSON can be written", e);
        }
    }
}
