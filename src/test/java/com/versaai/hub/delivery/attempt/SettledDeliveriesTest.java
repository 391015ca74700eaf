package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository.Outcome;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettledDeliveriesTest {

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void knowsNothingOfANewDelivery() {
        assertThat(asked(records.delivery("slack", "e1", 0))).isFalse();
    }

    /** The row is in round 2. */
    @ParameterizedTest
    @CsvSource({
        "DELIVERED,2,true", "DELIVERED,3,true", "DISCARDED,2,true", "DISCARDED,3,true",
        "DEAD,1,true", "DEAD,2,true", "DEAD,3,false",
        "PARKED,1,true", "PARKED,2,false", "PARKED,3,false",
        "QUEUED,1,true", "QUEUED,2,false", "WAITING,1,true", "WAITING,2,false", "CLAIMED,1,true"})
    void settlesByStateAndRound(DeliveryState state, int round, boolean settled) {
        Delivery delivery = records.delivery("hubspot", "e1", 2);
        records.store.record(DeliveryPass.of(records.found(delivery)), Outcome.of(state, 2));

        assertThat(asked(delivery.inRound(round))).isEqualTo(settled);
        assertThat(records.meters.counter("hub.delivery.duplicates", "destination", "hubspot").count()).isEqualTo(settled ? 1 : 0);
    }

    /** What an unsettled claim means is for {@link Claims#refuseUnsettled} to say, which sees the row that was found here. */
    @Test
    void aClaimSettlesNothing() {
        Delivery delivery = records.delivery("slack", "e1", 0);
        records.store.claim(DeliveryPass.of(records.found(delivery)), "other", Records.NOON.plusSeconds(1));
        Exchange exchange = records.exchange(delivery);

        assertThat(records.log.contains(exchange, delivery.id())).isFalse();

        assertThat(DeliveryPass.of(exchange).row().state()).isEqualTo(DeliveryState.CLAIMED);
    }

    private boolean asked(Delivery delivery) {
        return records.log.contains(records.exchange(delivery), delivery.id());
    }
}
