package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What comes by the Pub/Sub API: change events as {@code crm.record.changed}, one of each record; platform events under a type of their name;
 * and that events are missing as {@code integration.failed}.
 */
final class SalesforceEvents implements InboundMapper {

    private static final String TITLE = "Salesforce";
    private static final Map<String, String> CHANGES = Map.of("CREATE", "created", "UPDATE", "updated", "DELETE", "deleted", "UNDELETE", "restored");
    private static final String GAP = "GAP_";
    private static final String OVERFLOW = "GAP_OVERFLOW";
    private static final int LONGEST_TYPE = 100;

    private final SalesforceChanges changes;

    SalesforceEvents(SalesforceChanges changes) {
        this.changes = changes;
    }

    @Override
    public InboundMapping map(InboundRequest request) {
        JsonNode body = StrictJson.tree(request.body());
        if (body.has("gap")) {
            return InboundMapping.of(List.of(missing(request, "since " + body.at("/gap/since").asText() + ", " + body.at("/gap/reason").asText(), request.receivedAt())));
        }
        if (body.has("found")) {
            return InboundMapping.of(List.of(found(request, body)));
        }
        if (body.has("loaded")) {
            return InboundMapping.of(List.of(loaded(request, body)));
        }
        JsonNode payload = body.path("payload");
        if (!payload.isObject()) {
            throw unmappable(request, "payload", "could not be decoded: its schema " + body.path("schema").asText() + " is not to be had, or another");
        }
        JsonNode header = payload.path(SalesforceAvro.HEADER);
        return header.isObject() ? change(request, body, header) : InboundMapping.of(List.of(platformEvent(request, body)));
    }

    private InboundMapping change(InboundRequest request, JsonNode body, JsonNode header) {
        String said = header.path("changeType").asText();
        Instant time = header.path("commitTimestamp").canConvertToLong() && header.path("commitTimestamp").asLong() > 0
                ? Instant.ofEpochMilli(header.path("commitTimestamp").asLong()) : request.receivedAt();
        String object = header.path("entityName").asText();
        if (OVERFLOW.equals(said)) {
            return InboundMapping.of(List.of(missing(request, "of " + object + ": too many changes at once (" + OVERFLOW + ")", time)));
        }
        String change = CHANGES.get(said.startsWith(GAP) ? said.substring(GAP.length()) : said);
        if (change == null) {
            return InboundMapping.unknown("a change of a type the hub doesn't know");
        }
        if (!SalesforceChanges.API_NAME.matcher(object).matches() || header.path("recordIds").isEmpty()) {
            throw unmappable(request, "ChangeEventHeader", "names no object or no record");
        }
        List<Event> events = new ArrayList<>();
        for (JsonNode id : header.path("recordIds")) {
            if (!SalesforceMessages.ID.matcher(id.asText()).matches()) {
                throw unmappable(request, "ChangeEventHeader.recordIds", "holds what is no id");
            }
            SalesforceChanges.Change made = changes.of(object, id.asText(), change);
            body.path("changedFields").forEach(field -> made.field(field.asText()));
            body.path("payload").properties().stream().filter(field -> field.getValue().isValueNode() && !field.getValue().isNull())
                    .forEach(field -> made.value(field.getKey(), field.getValue().asText()));
            made.add("user", text(header, "commitUser"));
            made.add("changeSource", text(header, "changeOrigin"));
            // Details are lost, not the change: who needs them reads the record.
            made.add("gap", said.startsWith(GAP) ? Boolean.TRUE : null);
            events.add(made.event('/' + request.source(), request.id() + '/' + id.asText(), time, text(body, "organization")));
        }
        return InboundMapping.of(events);
    }

    /** By the catch-up: which record, not what changed. */
    private Event found(InboundRequest request, JsonNode body) {
        JsonNode said = body.path("found");
        SalesforceChanges.Change change = changes.of(said.path("object").asText(), said.path("id").asText(), said.path("change").asText());
        change.add("gap", true);
        return change.event('/' + request.source(), request.id(), Instant.parse(said.path("at").asText()), text(body, "organization"));
    }

    /** By a first load: it was there, whenever it came. */
    private Event loaded(InboundRequest request, JsonNode body) {
        JsonNode said = body.path("loaded");
        SalesforceChanges.Change change = changes.of(said.path("object").asText(), said.path("id").asText(), "loaded");
        said.path("values").properties().forEach(value -> change.value(value.getKey(), value.getValue().asText()));
        return change.event('/' + request.source(), request.id(), Instant.parse(said.path("at").asText()), text(body, "organization"));
    }

    private Event platformEvent(InboundRequest request, JsonNode body) {
        String name = request.type().substring(request.type().lastIndexOf('/') + 1);
        String type = name.replaceFirst("__e$", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceFirst("^[^a-z]+", "");
        SalesforceChanges.Change values = changes.of(name, request.id(), "published");
        body.path("payload").properties().stream().filter(field -> field.getValue().isValueNode() && !field.getValue().isNull())
                .forEach(field -> values.value(field.getKey(), field.getValue().asText()));
        Map<String, Object> data = new LinkedHashMap<>(Map.of("event", name));
        values.into(data);
        JsonNode created = body.at("/payload/CreatedDate");
        return Event.of('/' + request.source(), request.id(), "salesforce." + type.substring(0, Math.min(type.length(), LONGEST_TYPE)), "salesforce-" + name,
                created.canConvertToLong() && created.asLong() > 0 ? Instant.ofEpochMilli(created.asLong()) : request.receivedAt(), data)
                .within(text(body, "organization"), null);
    }

    /** An alert, for the hub can't know what was in between. */
    private static Event missing(InboundRequest request, String what, Instant time) {
        return Event.of('/' + request.source(), request.id(), "integration.failed", "salesforce", time, Map.of("service", "salesforce", "error",
                "events of " + request.type() + " are missing " + what, "class", "GAP", "severity", "error"));
    }

    private static String text(JsonNode holder, String name) {
        String text = holder.path(name).asText("");
        return text.isBlank() ? null : text;
    }

    private static UnmappableException unmappable(InboundRequest request, String field, String problem) {
        return new UnmappableException(TITLE, request.id(), request.type(), field, problem);
    }
}
