package com.versaai.hub.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.FaultClass;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostDeliveriesTest {

    private final Records records = new Records();
    private final List<Event> told = new ArrayList<>();
    private final LostDeliveries lost = new LostDeliveries(records.jdbc, records.commits, records.json, told::add, records.clock);

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    /** Routed to Slack and HubSpot, as the history has it. */
    private void routed(String event) {
        OffsetDateTime now = records.clock.instant().atOffset(ZoneOffset.UTC);
        records.jdbc.update("insert into event (id, source, type, subject, accepted_at) values (?, '/versaai', 'lead.created', 'u1', ?)", event, now);
        records.jdbc.update("insert into routing (event_id, route_id, routed_at, outcome, decisions) values (?, 'r', ?, 'routed', ?)", event, now, """
                [{"destination":"slack","action":"lead","deliveryId":"%1$s/slack/lead","why":"x"},{"destination":"hubspot","action":"lead",
                "deliveryId":"%1$s/hubspot/lead","why":"x"},{"destination":"slack","action":"none","deliveryId":null,"why":"nothing"}]""".formatted(event));
    }

    private String state(String id) {
        return records.store.find(id) == null ? "pending" : records.store.find(id).state().column();
    }

    @Test
    void whatKafkaHasNoMoreBecomesADeadLetter() throws Exception {
        for (String event : List.of("e1", "e2", "e3")) {
            routed(event);
        }
        Exchange tried = records.found(records.delivery("slack", "e2", 0));
        records.fail(tried, FaultClass.TRANSIENT);
        records.outcomes.park(tried);

        assertThat(lost.settle(List.of("slack"), names -> Set.of("e3/slack/lead"))).isEqualTo(1);

        assertThat(state("e1/slack/lead")).isEqualTo("dead");
        assertThat(state("e2/slack/lead")).as("tried before").isEqualTo("parked");
        assertThat(state("e3/slack/lead")).as("still in its queue").isEqualTo("pending");
        assertThat(state("e1/hubspot/lead")).as("another queue").isEqualTo("pending");
        assertThat(records.deliveries.attempts("e1/slack/lead").toString()).contains("lost", "Send the event again");
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("integration.failed");
            assertThat(event.data().toString()).contains("e1/slack/lead", "lost");
        });
        assertThat(lost.settle(List.of("slack"), names -> Set.of("e3/slack/lead"))).as("once").isZero();
    }

    /** Also what was taken for lost by mistake. */
    @Test
    void theSameEventSentAgainIsDelivered() throws Exception {
        routed("e1");
        lost.settle(List.of("slack"), names -> Set.of());

        Delivery again = records.delivery("slack", "e1", 0);
        Exchange exchange = records.exchange(again);
        assertThat(records.log.contains(exchange, again.id())).as("not dropped").isFalse();
        DeliveryPass.of(exchange).start(records.clock.instant());
        records.outcomes.answered(exchange);
        records.outcomes.delivered(exchange);
        assertThat(records.store.find(again.id()).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aLongHistoryIsReadToItsEnd() throws Exception {
        for (int i = 0; i < 1203; i++) {
            routed("e" + i);
        }
        assertThat(lost.settle(List.of("slack", "hubspot"), names -> Set.of())).isEqualTo(2406);
        assertThat(lost.settle(List.of(), names -> Set.of())).isZero();
    }
}
