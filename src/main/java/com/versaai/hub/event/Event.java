package com.versaai.hub.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The hub's envelope: a CloudEvents 1.0 event in JSON form.
 *
 * @param id            hub id, {@link EventId#of deterministic}: mapping the same provider event twice gives the same id;
 *                      {@link EventId#next in the order of time} for what is mapped from nothing
 * @param source        {@code /stripe}, {@code /versaai} …
 * @param type          one of the types of the design's table, {@code payment.processed} …
 * @param subject       customer, user, team …: the key that keeps order
 * @param time          when it happened
 * @param data          the event's own fields
 * @param originid      the id the sender gave it (Stripe {@code evt_…}, the product's CloudEvents id)
 * @param correlationid ties together everything one request caused
 * @param dataversion   version of {@code data}'s shape, {@code 1.0}
 * @param tenant        where known, else null
 * @param traceparent   W3C trace context, where known, else null
 * @param editedby      who changed it after it was received, where somebody did; null: it is as its sender said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
        @JsonProperty(value = "specversion") String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        Map<String, Object> data,
        String originid,
        String correlationid,
        String dataversion,
        String tenant,
        String traceparent,
        String editedby) {

    /** The part of an event that mappers fill; ids and defaults are added here. */
    public static Event of(String source, String originid, String type, String subject, Instant time, Map<String, Object> data) {
        return made(EventId.of(source, originid, type), source, originid, type, subject, time, data);
    }

    /** Something of the hub's own that nothing maps a second time: it has a new id and no other name. */
    public static Event own(String type, String subject, Instant time, Map<String, Object> data) {
        String id = EventId.next();
        return made(id, "/hub", id, type, subject, time, data);
    }

    private static Event made(String id, String source, String originid, String type, String subject, Instant time, Map<String, Object> data) {
        return new Event("1.0", id, source, type, subject, time, "application/json", data, originid, id, "1.0", null, null, null);
    }

    /** The same event, tied to another correlation id; null keeps the present one. */
    public Event correlatedBy(String correlation) {
        return correlation == null ? this : new Event(specversion, id, source, type, subject, time, datacontenttype, data,
                originid, correlation, dataversion, tenant, traceparent, editedby);
    }

    /** The same event, of which only this is looked at. */
    public Event withData(Map<String, Object> part) {
        return new Event(specversion, id, source, type, subject, time, datacontenttype, part, originid, correlationid, dataversion, tenant,
                traceparent, editedby);
    }

    /** The same event with tenant and trace context; nulls keep the present ones. */
    public Event within(String newTenant, String newTraceparent) {
        return new Event(specversion, id, source, type, subject, time, datacontenttype, data, originid, correlationid,
                dataversion, newTenant == null ? tenant : newTenant, newTraceparent == null ? traceparent : newTraceparent, editedby);
    }

    /** The same event with more in its data, for the mapping behind a route; what it is known by stays. */
    public Event knowing(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(data == null ? Map.of() : data);
        all.putAll(more);
        return new Event(specversion, id, source, type, subject, time, datacontenttype, all, originid, correlationid, dataversion, tenant, traceparent,
                editedby);
    }

    /** The same event, marked as changed by somebody on its way; null keeps it as it is. */
    public Event editedBy(String editor) {
        return editor == null ? this : new Event(specversion, id, source, type, subject, time, datacontenttype, data, originid,
                correlationid, dataversion, tenant, traceparent, editor);
    }
}
