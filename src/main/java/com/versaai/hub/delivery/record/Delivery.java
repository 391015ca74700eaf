package com.versaai.hub.delivery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/**
 * One action at one destination, as it waits in {@code hub.deliveries.<destination>}.
 *
 * @param id            {@code <event id>/<destination>/<action>}, and {@code /<item>} where the event is delivered item by item: routing
 *                      the same event twice gives the same deliveries
 * @param round         0 for the first time in the queue, one more each time it comes back from parking or a dead letter
 * @param key           the provider's natural upsert key, may be null
 * @param object        the provider's object, where the mapping names one
 * @param payload       the provider's own fields
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(
        String id,
        String destination,
        String action,
        String eventId,
        String eventType,
        String subject,
        Instant eventTime,
        String correlationid,
        String tenant,
        String traceparent,
        int round,
        String key,
        String object,
        JsonNode payload) {

    private static final Pattern ITEM = Pattern.compile("[0-9a-f]{12}(\\.[1-9][0-9]{0,8})?");

    public static Delivery of(Event event, String destination, String action, String key, String object, JsonNode payload) {
        return new Delivery(event.id() + '/' + destination + '/' + action, destination, action, event.id(), event.type(),
                event.subject(), event.time(), event.correlationid(), event.tenant(), event.traceparent(), 0, key, object, payload);
    }

    /** The same for one of several items of the event; {@code item} names it, the same one whenever the event is routed again. */
    public Delivery ofItem(String item) {
        return new Delivery(id + '/' + item, destination, action, eventId, eventType, subject, eventTime, correlationid, tenant, traceparent,
                round, key, object, payload);
    }

    /** Whether the id is what is made of event, destination and action. */
    public boolean namedAsMade() {
        String whole = eventId + '/' + destination + '/' + action;
        return whole.equals(id) || id != null && id.startsWith(whole + '/') && ITEM.matcher(id.substring(whole.length() + 1)).matches();
    }

    public Delivery inRound(int newRound) {
        return new Delivery(id, destination, action, eventId, eventType, subject, eventTime, correlationid, tenant, traceparent,
                newRound, key, object, payload);
    }

    public Delivery withPayload(JsonNode newPayload) {
        return new Delivery(id, destination, action, eventId, eventType, subject, eventTime, correlationid, tenant, traceparent,
                round, key, object, newPayload);
    }

    /**
     * What must not overtake each other: what is written to one record of the provider, whoever it is about (one e-mail address of two
     * users); where no record is named, what is about one subject. Key of the queue.
     */
    public String lane() {
        return object == null || key == null ? subject : object + '/' + key;
    }

    /** The id in a form that fits into a path segment. */
    public String deadLetterId() {
        return EventId.name(id);
    }

    /** Puts it on a message in the form kamelets expect: payload as body, {@code HubKey}, {@code HubDeliveryId} and {@code HubObject} as headers. */
    public void put(Message message, ObjectMapper json) throws IOException {
        message.setBody(json.writeValueAsBytes(payload));
        message.setHeader("HubDeliveryId", id);
        message.setHeader("HubKey", key);
        message.setHeader("HubObject", object);
    }
}
