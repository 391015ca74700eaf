package com.versaai.hub.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Events to and from Kafka records. Bean {@code eventRecords}. */
public class EventRecords {

    private final ObjectMapper json;
    private final Topics topics;
    private final MeterRegistry meters;

    EventRecords(ObjectMapper json, Topics topics, MeterRegistry meters) {
        this.json = json;
        this.topics = topics;
        this.meters = meters;
    }

    /** Reads the consumed record: the event becomes the body. */
    public void read(Exchange exchange) throws IOException {
        if (!KafkaRecords.begin(exchange)) {
            return;
        }
        byte[] body = exchange.getMessage().getBody(byte[].class);
        try {
            Event event = body == null ? null : json.readValue(body, Event.class);
            if (!isWhole(event)) {
                throw new UnreadableEventException(KafkaRecords.location(exchange), "id, type, source or data is missing, or no name");
            }
            exchange.getMessage().setBody(event);
            exchange.setProperty("event", event);
        } catch (JacksonException e) {
            throw new UnreadableEventException(KafkaRecords.location(exchange), JsonFault.where(e));
        }
    }

    /** Whether it has what every route needs; null has not. */
    public static boolean isWhole(Event event) {
        return event != null && event.data() != null && named(event.id(), 40) && named(event.type(), 120) && named(event.source(), 300);
    }

    /** What the history could not take: the record would be read again for ever. */
    private static boolean named(String value, int longest) {
        return value != null && !value.isBlank() && value.length() <= longest && value.chars().noneMatch(Character::isISOControl);
    }

    /** The contract's answer: which ids the events of the body have in the hub. */
    public Map<String, Object> published(Exchange exchange) {
        List<Map<String, String>> ids = new ArrayList<>();
        for (Object one : exchange.getMessage().getBody(List.class)) {
            Event event = (Event) one;
            Map<String, String> named = new LinkedHashMap<>(); // the hub's first, as the contract has it
            named.put("id", event.id());
            named.put("originid", event.originid());
            ids.add(named);
        }
        return Map.of("events", ids);
    }

    /** The events of the body as records for Kafka, each for the topic of its type, keyed by subject. */
    public List<Message> records(Exchange exchange) throws JsonProcessingException {
        List<Message> records = new ArrayList<>();
        for (Object one : exchange.getMessage().getBody(List.class)) {
            Event event = (Event) one;
            records.add(KafkaRecords.record(exchange, topics.ofEvent(event.type()), event.subject(), json.writeValueAsBytes(event)));
            meters.counter("hub.events.published", "topic", topics.ofEvent(event.type())).increment();
        }
        return records;
    }
}
