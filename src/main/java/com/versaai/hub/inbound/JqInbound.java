package com.versaai.hub.inbound;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import com.versaai.hub.json.JsonOutline;
import com.versaai.hub.json.Rfc3339;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A source's requests by the jq file beside its manifest: the body goes in, events come out, one or an array or none. An event is
 * {@code {type, data}} with {@code id}, {@code subject}, {@code time}, {@code tenant} and {@code correlationid} where they are other
 * than the request's; the request's own words are {@code $request}.
 */
final class JqInbound implements InboundMapper {

    /** As long as a batch of the events API. */
    private static final int MOST_EVENTS = 1000;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_TYPE = 120;
    private static final Set<String> FIELDS = Set.of("id", "type", "subject", "time", "data", "tenant", "correlationid");
    /** Seconds since 1970 beyond this are milliseconds: the year 5138. */
    private static final long SECONDS = 100_000_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Mappings mappings;
    private final Manifest manifest;
    private final Manifest.Inbound inbound;
    private final String file;

    JqInbound(Mappings mappings, Manifest manifest, Manifest.Inbound inbound) {
        this.mappings = mappings;
        this.manifest = manifest;
        this.inbound = inbound;
        String named = inbound.mapping() == null ? "inbound.jq" : inbound.mapping();
        this.file = named.substring(0, named.length() - ".jq".length());
    }

    /** Below the connectors' folder. */
    String path() {
        return manifest.name() + '/' + file + ".jq";
    }

    /** The same with other texts. */
    JqInbound with(Mappings others) {
        return new JqInbound(others, manifest, inbound);
    }

    @Override
    public InboundMapping map(InboundRequest request) {
        JsonNode body = StrictJson.tree(request.body());
        try {
            return mapping(events(request, body));
        } catch (MappingException | UnmappableException e) {
            if (!body.isArray() || body.size() < 2) {
                throw e instanceof UnmappableException own ? own : unmappable(request, "mapping", e.getMessage());
            }
            return oneByOne(request, body);
        }
    }

    private static InboundMapping mapping(List<Event> events) {
        return events.isEmpty() ? InboundMapping.ignored("its mapping makes no event of it") : InboundMapping.of(events);
    }

    /** One bad element of a batch must not take the others with it. */
    private InboundMapping oneByOne(InboundRequest request, JsonNode batch) {
        List<Event> events = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        String why = null;
        for (int i = 0; i < batch.size(); i++) {
            try {
                events.addAll(events(request, JSON.createArrayNode().add(batch.get(i))));
            } catch (MappingException | UnmappableException e) {
                bad.add(String.valueOf(i));
                why = e.getMessage();
            }
        }
        String said = "element " + String.join(", ", bad) + " of " + batch.size() + ": " + why;
        if (events.isEmpty()) {
            throw unmappable(request, "mapping", said);
        }
        return bad.isEmpty() ? mapping(events) : InboundMapping.partial(events, said);
    }

    private List<Event> events(InboundRequest request, JsonNode body) {
        List<JsonNode> made = new ArrayList<>();
        for (JsonNode answer : mappings.ofRequest(manifest.name(), file, body, words(request).set("answer", answered(request, body)))) {
            if (answer.isArray()) {
                answer.forEach(made::add);
            } else if (!answer.isNull()) {
                made.add(answer);
            }
        }
        if (made.size() > MOST_EVENTS) {
            throw unmappable(request, "mapping", "it made more than " + MOST_EVENTS + " events");
        }
        List<Event> events = new ArrayList<>(made.size());
        for (JsonNode one : made) {
            events.add(event(request, one, body));
        }
        if (events.stream().map(Event::id).distinct().count() < events.size()) {
            // The second would be taken for a repetition of the first, and lost.
            throw unmappable(request, "id", "is the same for two events of one type; the mapping has to give each its own");
        }
        return events;
    }

    private Event event(InboundRequest request, JsonNode made, JsonNode body) {
        if (!made.isObject() || !made.path("data").isObject()) {
            throw unmappable(request, "mapping", "it must make {type, data} with an object as data");
        }
        made.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw unmappable(request, "mapping", "it made a field besides " + String.join(", ", FIELDS.stream().sorted().toList()));
            }
        });
        String type = text(request, made, "type");
        if (type == null || type.length() > LONGEST_TYPE || !TYPE.matcher(type).matches()) {
            throw unmappable(request, "type", "must be lower-case words joined by dots");
        }
        String id = text(request, made, "id");
        if (id == null && body.isArray()) {
            // An id of the whole batch, or of an element's place in it, would be another when it is sent again.
            throw unmappable(request, "id", "is needed of each element of a batch");
        }
        String originid = id != null ? id : request.id() != null ? request.id() : EventId.name(request.source() + '\n' + body);
        String subject = text(request, made, "subject");
        Map<String, Object> data = JSON.convertValue(made.get("data"), JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        return Event.of('/' + request.source(), originid, type, subject != null ? subject : request.subject() != null ? request.subject() : originid,
                        time(request, made), data)
                .correlatedBy(text(request, made, "correlationid")).within(text(request, made, "tenant"), null);
    }

    private Instant time(InboundRequest request, JsonNode made) {
        String text = made.hasNonNull("time") ? made.get("time").asText() : request.time();
        if (text == null) {
            return request.receivedAt();
        }
        try {
            if (text.matches("\\d{1,15}(\\.\\d{1,9})?")) {
                double number = Double.parseDouble(text);
                return number < SECONDS ? Instant.ofEpochMilli((long) (number * 1000)) : Instant.ofEpochMilli((long) number);
            }
            return Rfc3339.parseLoosely(text);
        } catch (DateTimeException e) {
            throw unmappable(request, "time", "is neither ISO 8601 with a zone nor seconds or milliseconds since 1970");
        }
    }

    private String text(InboundRequest request, JsonNode made, String name) {
        JsonNode value = made.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : null;
        if (text == null || text.isBlank() || text.length() > JsonOutline.MAX_TEXT) {
            throw unmappable(request, name, "must be a text of at most " + JsonOutline.MAX_TEXT + " characters");
        }
        return text;
    }

    /** What the door answered by a mapping, null where it did not: computed again, for the same request has the same. */
    private JsonNode answered(InboundRequest request, JsonNode body) {
        try {
            return new DoorAnswer(mappings, manifest.name(), inbound.answer()).mapped(request, body);
        } catch (MappingException e) {
            return NullNode.instance; // nor did the door answer by it
        }
    }

    static ObjectNode words(InboundRequest request) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        words.put("source", request.source()).put("id", request.id()).put("type", request.type()).put("time", request.time())
                .put("subject", request.subject()).put("account", request.account()).put("live", request.live())
                .put("receivedAt", request.receivedAt().toString());
        ObjectNode headers = words.putObject("headers");
        request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return words;
    }

    private UnmappableException unmappable(InboundRequest request, String field, String problem) {
        return new UnmappableException(manifest.title(), request.id(), request.type(), field, problem);
    }
}
