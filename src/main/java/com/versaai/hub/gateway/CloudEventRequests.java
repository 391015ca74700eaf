package com.versaai.hub.gateway;

import com.versaai.hub.event.Event;
import com.versaai.hub.json.Rfc3339;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Reads CloudEvents 1.0 as the HTTP binding defines them: structured, batch and binary. Bean {@code cloudEvents}. All or nothing:
 * one wrong event of a batch refuses the batch. Unknown extension attributes are allowed and dropped.
 */
public final class CloudEventRequests {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    /** Attributes that the hub looks at. */
    private static final Set<String> UNDERSTOOD = Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataversion",
            "correlationid", "tenant", "traceparent");
    private static final int MAX_BATCH = 100;
    private static final int LONGEST_ATTRIBUTE = 200;
    private static final int LONGEST_TYPE = 100;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+(\\.[a-z0-9_]+)*");
    private static final Pattern TRACEPARENT = Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

    private final RequestBytes bytes = new RequestBytes();
    private final CallerJson json = new CallerJson();
    private final ReservedSources reserved;

    CloudEventRequests(ReservedSources reserved) {
        this.reserved = reserved;
    }

    /**
     * The events of an HTTP request, in their order.
     *
     * @throws ProblemException 400 with a {@code pointer} (or {@code header}) to what is wrong, or 415
     */
    public List<Event> from(Exchange exchange) {
        return events(bytes.of(exchange), exchange.getMessage().getHeaders());
    }

    /**
     * The same of bytes and headers; header names in any case.
     *
     * @throws ProblemException as {@link #from}
     */
    public List<Event> events(byte[] body, Map<String, Object> headers) {
        Map<String, String> folded = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (value instanceof String text) {
                folded.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        String type = ContentType.of(folded.get("content-type"));
        if (STRUCTURED.equals(type)) {
            return List.of(event(json.object(body), ""));
        }
        if (BATCH.equals(type)) {
            return batch(body);
        }
        if (folded.containsKey("ce-specversion") || folded.containsKey("ce-id")) {
            return List.of(binary(body, type, folded));
        }
        throw ContentType.unsupported("Send " + STRUCTURED + ", " + BATCH + ", or application/json with ce-* headers.");
    }

    private List<Event> batch(byte[] body) {
        if (!(json.value(body) instanceof List<?> list)) {
            throw CallerJson.malformed("A batch is an array of events.", "");
        }
        if (list.isEmpty() || list.size() > MAX_BATCH) {
            throw CallerJson.malformed("A batch has 1 to " + MAX_BATCH + " events.", "");
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            events.add(event(CallerJson.asObject(list.get(i), "/" + i), "/" + i));
        }
        return events;
    }

    private Event binary(byte[] body, String type, Map<String, String> headers) {
        if (!ContentType.isJson(type)) {
            throw ContentType.unsupported("In binary mode the data is application/json.");
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            // Of an extension that is dropped nobody needs to know what it says.
            if (name.startsWith("ce-") && UNDERSTOOD.contains(name.substring(3))) {
                attributes.put(name.substring(3), decode(name, value));
            }
        });
        attributes.put("data", json.object(body));
        return new Attributes(attributes, "", true).event(reserved);
    }

    private Event event(Map<String, Object> attributes, String pointer) {
        Map<String, Object> unpacked = new LinkedHashMap<>(attributes);
        Object base64 = unpacked.remove("data_base64");
        if (base64 == null) { // as with any attribute: null is as good as absent
            return new Attributes(unpacked, pointer, false).event(reserved);
        }
        if (unpacked.put("data", packed(base64, pointer + "/data_base64")) != null) {
            throw CallerJson.malformed("An event has data or data_base64, not both.", pointer + "/data_base64");
        }
        return new Attributes(unpacked, pointer, false).event(reserved);
    }

    /** Some SDKs write the bytes of any data so; here too they must be a JSON object. */
    private Map<String, Object> packed(Object base64, String pointer) {
        try {
            if (base64 instanceof String text) {
                return json.object(Base64.getDecoder().decode(text));
            }
        } catch (ProblemException e) {
            throw CallerJson.malformed("Of data_base64: " + e.problem().detail(), pointer);
        } catch (IllegalArgumentException e) {
            // The same answer; its own words quote the text.
        }
        throw CallerJson.malformed("data_base64 must be a text in base64 (RFC 4648 section 4).", pointer);
    }

    /**
     * A header's value as CloudEvents HTTP binding §3.1.3.2 decodes it: quoted strings unescaped, then percent-decoded; a lone
     * {@code %} is refused. Raw UTF-8, which the binding forbids and the Java SDK sends, reaches us as one character a byte.
     */
    private static String decode(String header, String value) {
        String text = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        byte[] raw = text.getBytes(text.chars().allMatch(c -> c <= 0xff) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                decoded.put(percent(raw, i, header));
                i += 2;
            } else {
                decoded.put(raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            if (text.indexOf('%') < 0) {
                return text;
            }
            throw badHeader("The percent-encoded bytes aren't UTF-8.", header);
        }
    }

    private static byte percent(byte[] raw, int at, String header) {
        int high = at + 2 < raw.length ? Character.digit(raw[at + 1], 16) : -1;
        int low = at + 2 < raw.length ? Character.digit(raw[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw badHeader("A % must begin a percent-encoded byte.", header);
        }
        return (byte) (high << 4 | low);
    }

    private static ProblemException badHeader(String detail, String header) {
        return new ProblemException(400, "malformed", detail, null, Map.of("header", header));
    }

    /** One event's context attributes, and where they stood. */
    private record Attributes(Map<String, Object> values, String pointer, boolean headers) {

        Event event(ReservedSources reserved) {
            if (!"1.0".equals(required("specversion"))) {
                throw wrong("Only specversion 1.0 is understood.", "specversion");
            }
            String id = required("id");
            String source = source(reserved);
            String type = required("type");
            if (type.length() > LONGEST_TYPE || !TYPE.matcher(type).matches()) {
                throw wrong("A type is lower case words joined by dots, at most " + LONGEST_TYPE + " characters.", "type");
            }
            checkDataType();
            Map<String, Object> data = CallerJson.asObject(values.get("data"), pointer + "/data");
            Event event = Event.of(source, id, type, subject(data, id), time(), data);
            event = new Event(event.specversion(), event.id(), event.source(), event.type(), event.subject(), event.time(),
                    event.datacontenttype(), event.data(), event.originid(), event.correlationid(),
                    values.containsKey("dataversion") ? optional("dataversion") : event.dataversion(), null, null, null);
            return event.correlatedBy(optional("correlationid")).within(optional("tenant"), traceparent());
        }

        private String source(ReservedSources reserved) {
            String source = headers ? UriReferences.mended(required("source")) : required("source");
            try {
                if (reserved.contains(new URI(source))) {
                    throw wrong("This source is given to events by the hub itself; name the product that sends.", "source");
                }
                return source;
            } catch (URISyntaxException e) {
                throw wrong("A source is a URI reference.", "source");
            }
        }

        private void checkDataType() {
            String type = optional("datacontenttype");
            if (type != null && !ContentType.isJson(ContentType.of(type))) {
                throw ContentType.unsupported("datacontenttype must be application/json.");
            }
        }

        /** What keeps order: the sender's subject, else whom the data is about. */
        private String subject(Map<String, Object> data, String id) {
            String subject = optional("subject");
            if (subject != null) {
                return subject;
            }
            for (String key : List.of("customerId", "id")) {
                Object value = data.get(key);
                if (value instanceof String text && !text.isBlank() && text.length() <= LONGEST_ATTRIBUTE || value instanceof Number) {
                    return value.toString();
                }
            }
            return id;
        }

        private Instant time() {
            String time = optional("time");
            if (time == null) {
                return Instant.now();
            }
            try {
                return Rfc3339.parse(time);
            } catch (DateTimeException e) {
                throw wrong("A time is an RFC 3339 timestamp.", "time");
            }
        }

        /** W3C says to ignore a malformed one. */
        private String traceparent() {
            String value = values.get("traceparent") instanceof String text ? text : null;
            return value != null && value.length() <= LONGEST_ATTRIBUTE && TRACEPARENT.matcher(value).matches() ? value : null;
        }

        private String required(String name) {
            String value = optional(name);
            if (value == null) {
                throw wrong("The attribute " + name + " is missing.", name);
            }
            return value;
        }

        private String optional(String name) {
            Object value = values.get(name);
            if (value == null) {
                return null;
            }
            if (!(value instanceof String text) || text.length() > LONGEST_ATTRIBUTE || !PathId.isId(text)) {
                throw wrong("The attribute " + name + " must be a text of 1 to " + LONGEST_ATTRIBUTE
                        + " characters without control characters.", name);
            }
            return text;
        }

        private ProblemException wrong(String detail, String name) {
            return headers ? badHeader(detail, "ce-" + name) : CallerJson.malformed(detail, pointer + '/' + name);
        }
    }
}
