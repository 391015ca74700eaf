package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParkingTest {

    private final Records records = new Records();
    private final Parking here = new Parking(records.destinations, records.jdbc, records.watch);
    private final Parking there = new Parking(records.destinations, records.jdbc, records.watch);
    private Delivery parked;

    @BeforeEach
    void park() throws Exception {
        parked = records.delivery("hubspot", "e1", 0);
        Exchange exchange = records.found(parked);
        records.fail(exchange, FaultClass.TRANSIENT);
        records.outcomes.park(exchange);
    }

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void leavesAloneWhatIsNotDue() {
        records.clock.forward(Duration.ofSeconds(59));

        assertThat(here.due(tick())).isEmpty();
    }

    @Test
    void bringsBackTheNextRoundToItsQueue() throws Exception {
        records.clock.forward(Duration.ofSeconds(60));
        Exchange tick = tick();

        List<Message> due = here.due(tick);

        assertThat(due).hasSize(1);
        assertThat(due.get(0).getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("hub.deliveries.hubspot");
        assertThat(due.get(0).getHeader(KafkaConstants.KEY)).isEqualTo("user-1");
        assertThat(records.json.readValue(due.get(0).getBody(byte[].class), Delivery.class)).isEqualTo(parked.inRound(1));
        here.queued(tick);
        assertThat(records.state(parked)).isEqualTo(DeliveryState.QUEUED);
        records.clock.forward(Duration.ofDays(1));
        assertThat(here.due(tick())).isEmpty();
    }

    /** Else it could overtake what another subject writes to the same record, or be overtaken while it is looked at. */
    @Test
    void bringsBackWhatWritesARecordToTheOthersOfThatRecord() throws Exception {
        Delivery lead = new Delivery("e2/hubspot/lead", "hubspot", "lead", "e2", "user.registered", "user-2", Records.NOON, null, null, null, 0,
                "ada@example.test", "contacts", records.json.createObjectNode());
        Exchange exchange = records.found(lead);
        records.fail(exchange, FaultClass.TRANSIENT);
        records.outcomes.park(exchange);
        records.clock.forward(Duration.ofSeconds(60));

        assertThat(here.due(tick())).extracting(due -> due.getHeader(KafkaConstants.KEY)).containsExactlyInAnyOrder("user-1", "contacts/ada@example.test");
    }

    @Test
    void givesARowToOneOfTwoNodes() {
        records.clock.forward(Duration.ofSeconds(60));

        assertThat(here.due(tick()).size() + there.due(tick()).size()).isEqualTo(1);
    }

    @Test
    void publishesAgainAfterAKillBetweenPublishingAndMarking() {
        records.clock.forward(Duration.ofSeconds(60));
        assertThat(here.due(tick())).hasSize(1);

        assertThat(there.due(tick())).isEmpty();
        records.clock.forward(Duration.ofMinutes(5));
        Exchange tick = tick();
        assertThat(there.due(tick)).hasSize(1);

        // The first copy is delivered; marking and the second copy come too late to change that.
        Delivery copy = parked.inRound(1);
        Exchange first = records.exchange(copy);
        assertThat(records.log.contains(first, copy.id())).isFalse();
        records.attempts.start(first);
        records.outcomes.answered(first);
        records.outcomes.delivered(first);
        there.queued(tick);
        assertThat(records.state(parked)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(records.log.contains(records.exchange(copy), copy.id())).isTrue();
    }

    @Test
    void doesNotTakeTheNextRoundForTheOneItHasPublished() throws Exception {
        records.clock.forward(Duration.ofSeconds(60));
        Exchange tick = tick();
        here.due(tick);
        Exchange again = records.found(parked.inRound(1));
        records.fail(again, FaultClass.TRANSIENT);
        records.outcomes.park(again);

        here.queued(tick);

        assertThat(records.state(parked)).isEqualTo(DeliveryState.PARKED);
        assertThat(records.store.find(parked.id()).round()).isEqualTo(2);
    }

    private Exchange tick() {
        return new DefaultExchange(records.camel);
    }
}
