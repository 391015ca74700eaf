package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.StrictXml;
import com.versaai.hub.json.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Outbound messages: up to 100 notifications of one organization, each a record as it is when it is sent, which may be later than the
 * change. Of a record that was deleted meanwhile nothing is left but its place.
 */
final class SalesforceMessages implements InboundMapper {

    private static final String TITLE = "Salesforce";
    private static final String MESSAGE = "outbound message";
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
    private static final String SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}";
    static final Pattern ID = Pattern.compile("[0-9A-Za-z]{15}([0-9A-Za-z]{3})?");
    private static final int MOST_NOTIFICATIONS = 100;

    private final SalesforceChanges changes;

    SalesforceMessages(SalesforceChanges changes) {
        this.changes = changes;
    }

    @Override
    public InboundMapping map(InboundRequest request) {
        XmlElement message = Optional.of(StrictXml.read(request.body())).filter(root -> root.is(SOAP, "Envelope"))
                .flatMap(envelope -> envelope.first(SOAP, "Body")).flatMap(body -> body.first(OUTBOUND, "notifications"))
                .orElseThrow(() -> unmappable(null, "Envelope/Body/notifications", "is missing"));
        String organization = text(message, "OrganizationId").filter(id -> ID.matcher(id).matches())
                .orElseThrow(() -> unmappable(null, "OrganizationId", "is missing or no id"));
        List<XmlElement> notifications = message.all(OUTBOUND, "Notification").toList();
        if (notifications.isEmpty() || notifications.size() > MOST_NOTIFICATIONS) {
            throw unmappable(null, "Notification", "has to be there between one and " + MOST_NOTIFICATIONS + " times");
        }
        return each(request, organization, notifications);
    }

    /** One bad notification must not take the others with it: Salesforce would send all of them for a day. */
    private InboundMapping each(InboundRequest request, String organization, List<XmlElement> notifications) {
        Map<String, Event> made = new LinkedHashMap<>();
        List<String> bad = new ArrayList<>();
        UnmappableException last = null;
        for (int i = 0; i < notifications.size(); i++) {
            try {
                event(request, organization, notifications.get(i)).ifPresent(event -> made.putIfAbsent(event.id(), event));
            } catch (UnmappableException e) {
                bad.add(String.valueOf(i));
                last = e;
            }
        }
        List<Event> events = List.copyOf(made.values());
        if (last != null && events.isEmpty()) {
            throw last;
        }
        if (last != null) {
            return InboundMapping.partial(events, "element " + String.join(", ", bad) + " of " + notifications.size() + ": " + last.getMessage());
        }
        return events.isEmpty() ? InboundMapping.ignored("its records were deleted before it was sent") : InboundMapping.of(events);
    }

    /** Empty for a record that is gone. */
    private Optional<Event> event(InboundRequest request, String organization, XmlElement notification) {
        String id = text(notification, "Id").filter(text -> ID.matcher(text).matches())
                .orElseThrow(() -> unmappable(null, "Notification/Id", "is missing or no id"));
        XmlElement record = notification.first(OUTBOUND, "sObject").orElse(null);
        String recordId = record == null ? null : field(record, "Id");
        if (recordId == null) {
            return Optional.empty();
        }
        String type = record.attributes().getOrDefault(SCHEMA + "type", "").replaceFirst("^[^:]*:", "");
        if (!SalesforceChanges.API_NAME.matcher(type).matches() || !ID.matcher(recordId).matches()) {
            throw unmappable(id, "Notification/sObject", "has no type or an Id that is none");
        }
        String created = field(record, "CreatedDate");
        String modified = Optional.ofNullable(field(record, "SystemModstamp")).orElse(field(record, "LastModifiedDate"));
        SalesforceChanges.Change change = changes.of(type, recordId, created != null && created.equals(modified) ? "created" : "updated");
        record.children().stream().filter(field -> field.children().isEmpty() && !isNil(field)).forEach(field -> change.value(field.name(), field.text()));
        return Optional.of(change.event('/' + request.source(), id, time(modified, request.receivedAt()), organization));
    }

    private static Instant time(String modified, Instant otherwise) {
        try {
            return modified == null ? otherwise : OffsetDateTime.parse(modified).toInstant();
        } catch (DateTimeException e) {
            return otherwise; // it only tells when, and the arrival is near
        }
    }

    private static Optional<String> text(XmlElement holder, String name) {
        return holder.first(OUTBOUND, name).map(XmlElement::text).filter(text -> !text.isEmpty());
    }

    /** Of a record, whose namespace is the enterprise's or the partner's. */
    private static String field(XmlElement record, String name) {
        return record.children().stream().filter(child -> child.name().equals(name) && !isNil(child)).map(XmlElement::text)
                .filter(text -> !text.isEmpty()).findFirst().orElse(null);
    }

    private static boolean isNil(XmlElement element) {
        return List.of("true", "1").contains(element.attributes().getOrDefault(SCHEMA + "nil", ""));
    }

    private static UnmappableException unmappable(String id, String field, String problem) {
        return new UnmappableException(TITLE, id, MESSAGE, field, problem);
    }
}
