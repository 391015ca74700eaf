package com.versaai.hub.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.api.Timelines.Step;
import com.versaai.hub.delivery.plan.DeliveryPlan;
import com.versaai.hub.delivery.plan.Journal;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stage writes down what it did after it has published it: by then the next stage may be through. */
class TimelinesTest {

    private final Records records = new Records();
    private final Timelines timelines = new Timelines(records.jdbc, records.deliveries, records.json);
    private final Event event = Event.of("/stripe", "evt_1", "payment.processed", "cus_1", Records.NOON, Map.of());

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void tellTheTimeOfTheDecisionNotOfItsRecord() throws Exception {
        DeliveryPlan plan = new DeliveryPlan(records.destinations, null, records.json, records.clock);
        Exchange routing = new DefaultExchange(records.camel);
        routing.setProperty("event", event);
        plan.begin(routing, "payment-events-notify");
        records.clock.forward(Duration.ofMillis(5));

        new Journal(plan, records.commits, records.clock).routed(routing);

        assertThat(timelines.of(event.id()).orElseThrow().steps()).extracting(Step::at).containsExactly(Records.NOON);
    }

    @Test
    void tellWhyNothingIsDelivered() throws Exception {
        Map<String, Object> nobodys = new HashMap<>();
        nobodys.put("customerId", null);
        Event ofNobody = Event.of("/stripe", "evt_1", "trial.started", "sub_1", Records.NOON, nobodys);
        DeliveryPlan plan = new DeliveryPlan(records.destinations, Fixtures.mappings(), records.json, records.clock);
        Exchange routing = new DefaultExchange(records.camel);
        routing.getMessage().setBody(ofNobody);
        routing.setProperty("event", ofNobody);
        plan.begin(routing, "subscription-events-notify");
        plan.add(routing, "hubspot", "subscription", "subscription event");
        assertThat(plan.records(routing)).isEmpty();

        new Journal(plan, records.commits, records.clock).routed(routing);

        assertThat(timelines.of(ofNobody.id()).orElseThrow()).satisfies(timeline -> {
            assertThat(timeline.steps()).extracting(Step::step).containsExactly("ignored");
            assertThat(timeline.steps()).extracting(Step::detail).containsExactly("subscription-events-notify, subscription: "
                    + "nothing to deliver: it is about nobody: no user, no customer");
        });
    }

    @Test
    void tellCauseBeforeEffectWhenBothHaveTheSameTime() {
        Delivery delivery = new Delivery(event.id() + "/hubspot/lead", "hubspot", "lead", event.id(), event.type(), "cus_1", null, null, null, null,
                0, null, null, records.json.createObjectNode());
        Exchange exchange = records.found(delivery);
        records.attempts.start(exchange);
        records.outcomes.answered(exchange);
        records.outcomes.delivered(exchange);
        insertEventAndReceipt();
        records.jdbc.update("insert into routing (event_id, route_id, routed_at, outcome, decisions) values (?, 'payment-events-notify', ?, 'routed', ?)",
                event.id(), time(Records.NOON), "[{\"destination\":\"hubspot\",\"action\":\"lead\",\"deliveryId\":\"" + delivery.id() + "\",\"why\":\"x\"}]");

        for (String id : new String[] {event.id(), "evt_1"}) {
            assertThat(timelines.of(id).orElseThrow().steps()).extracting(Step::step)
                    .containsExactly("received", "verified", "mapped", "routed", "attempt", "delivered");
        }
    }

    private void insertEventAndReceipt() {
        records.jdbc.update("insert into event (id, source, type, originid, accepted_at) values (?, '/stripe', ?, 'evt_1', ?)", event.id(), event.type(),
                time(Records.NOON));
        records.jdbc.update("""
                insert into receipt (location, source, provider_event_id, provider_type, received_at, verdict, outcome, mapped_at)
                values ('hub.inbox-0@1', 'stripe', 'evt_1', 'payment_intent.succeeded', ?, 'verified', 'mapped', ?)""", time(Records.NOON), time(Records.NOON));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
