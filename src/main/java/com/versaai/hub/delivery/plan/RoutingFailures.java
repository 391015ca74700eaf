package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.DeadLetterBox.Letter;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.deadletter.RawRecord;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.event.UnreadableEventException;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * An event whose route or mapping failed is kept as a dead letter. Mended and replayed it goes back into its topic: every
 * subscriber sees it again, and what was delivered before is dropped by its deterministic id. Bean {@code routingFailures}.
 */
public class RoutingFailures {

    private static final Logger LOG = LoggerFactory.getLogger(RoutingFailures.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    private final DeadLetterBox box;
    private final GroupCommit commits;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    RoutingFailures(DeadLetterBox box, GroupCommit commits, EventRecords records, ObjectMapper json, Clock clock) {
        this.box = box;
        this.commits = commits;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    public static String id(Event event, String subscriber) {
        return event.id() + '/' + DeadLetterBox.ROUTING + '/' + subscriber;
    }

    /**
     * Reads the record as the event of this exchange. One that is no event is kept as a dead letter and ends here: reading it
     * again would hold up its partition for ever.
     */
    public void read(Exchange exchange) throws IOException {
        try {
            records.read(exchange);
        } catch (UnreadableEventException e) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
            keep(exchange);
            KafkaRecords.acknowledge(exchange);
            exchange.setRouteStop(true);
        }
    }

    /** Keeps the event and the reason; the exchange may be acknowledged afterwards. */
    public void keep(Exchange exchange) throws JsonProcessingException {
        DeliveryPlan.Plan plan = DeliveryPlan.of(exchange);
        plan.fail();
        String why = why(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Event event = exchange.getProperty("event", Event.class);
        Letter letter = event == null ? unreadable(exchange, plan.subscriber(), why)
                : letter(exchange, event, plan.subscriber(), "routing_failed", why);
        if (event != null) {
            commits.commit(Journal.failed(event, plan.subscriber(), why, clock.instant()));
        }
        String id = box.keep(letter, event);
        LINES.warn("events that " + plan.subscriber() + " could not route: " + (event == null ? "unreadable" : why), letter.eventId(),
                "{} could not route {} ({}): {}. Mend the route or mapping and replay dead letter {}.",
                plan.subscriber(), letter.eventId(), letter.eventType(), why, id);
    }

    /** Keeps the event for those destinations whose mapping failed, after the deliveries to the others are published. */
    public void keepUnmapped(Exchange exchange) throws JsonProcessingException {
        String why = DeliveryPlan.unmapped(exchange);
        if (why == null) {
            return;
        }
        Event event = exchange.getProperty("event", Event.class);
        String subscriber = DeliveryPlan.of(exchange).subscriber();
        String id = box.keep(letter(exchange, event, subscriber, "mapping_failed", why), event);
        LINES.warn("events that " + subscriber + " could not map: " + why, event.id(),
                "{} could not map {} ({}) for {}. The other destinations get it. Mend the mapping and replay dead letter {}.",
                subscriber, event.id(), event.type(), why, id);
    }

    private Letter letter(Exchange exchange, Event event, String subscriber, String code, String why) {
        return new Letter(id(event, subscriber), DeadLetterBox.ROUTING, subscriber, event.id(), event.type(), event.subject(), event.time(),
                json.valueToTree(event), code, why, KafkaRecords.location(exchange));
    }

    private Letter unreadable(Exchange exchange, String subscriber, String why) {
        String location = KafkaRecords.location(exchange);
        return new Letter("unreadable/" + location + '/' + subscriber, DeadLetterBox.ROUTING, subscriber, "unknown", "unknown", null, null,
                RawRecord.content(exchange.getMessage().getBody(byte[].class)), "unreadable", why, location);
    }

    private static String why(Throwable thrown) {
        if (thrown == null) {
            return "unknown";
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(thrown);
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
