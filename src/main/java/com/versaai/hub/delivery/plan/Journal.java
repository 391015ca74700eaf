package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** Writes down that an event was routed, by which route, to where and why. Bean {@code journal}. */
public class Journal {

    private static final String EVENT = """
            insert into event (id, source, type, subject, originid, correlationid, tenant, occurred_at, accepted_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String FORGET = "delete from routing where event_id = ? and route_id = ?";
    private static final String ROUTING = """
            insert into routing (event_id, route_id, routed_at, outcome, decisions) values (?, ?, ?, ?, ?)""";

    private final DeliveryPlan plan;
    private final GroupCommit commits;
    private final Clock clock;

    public Journal(DeliveryPlan plan, GroupCommit commits, Clock clock) {
        this.plan = plan;
        this.commits = commits;
        this.clock = clock;
    }

    /** Records the plan of this exchange's event; the event's offset waits for it. */
    public void routed(Exchange exchange) throws JsonProcessingException {
        if (DeliveryPlan.of(exchange).failed()) {
            return; // RoutingFailures has written it down
        }
        String subscriber = DeliveryPlan.of(exchange).subscriber();
        Event event = exchange.getProperty("event", Event.class);
        Instant now = clock.instant();
        List<Write> writes = new ArrayList<>(List.of(event(event, now),
                new Write(FORGET, event.id(), subscriber),
                new Write(ROUTING, event.id(), subscriber, DeliveryPlan.of(exchange).begun(), "routed", plan.decisions(exchange))));
        if (DeliveryPlan.unmapped(exchange) == null) {
            writes.add(DeadLetterBox.settle(RoutingFailures.id(event, subscriber), now));
        }
        writes.addAll(DeliveryPlan.of(exchange).writes());
        KafkaRecords.awaits(exchange, commits.submit(event.id() + '/' + subscriber, writes));
    }

    /** The writes that say that the event could not be routed. */
    public static List<Write> failed(Event event, String subscriber, String why, Instant now) {
        return List.of(event(event, now), new Write(FORGET, event.id(), subscriber),
                new Write(ROUTING, event.id(), subscriber, now, "failed", DeliveryRepository.cut(why, 2000)));
    }

    private static Write event(Event event, Instant now) {
        return new Write(EVENT, event.id(), cut(event.source()), event.type(), cut(event.subject()), cut(event.originid()),
                cut(event.correlationid()), cut(event.tenant()), event.time(), now);
    }

    private static String cut(String text) {
        return DeliveryRepository.cut(text, 200);
    }
}
