package com.versaai.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void forgetsWhatIsSettledAndOldAndKeepsWhatIsOpen() throws Exception {
        Delivery dead = records.dead("hubspot", "e1");
        Delivery parked = records.delivery("hubspot", "e2", 0);
        Exchange exchange = records.found(parked);
        records.fail(exchange, FaultClass.TRANSIENT);
        records.outcomes.park(exchange);
        Delivery old = delivered("e3");
        records.clock.forward(Duration.ofDays(30).plusSeconds(1));
        Delivery fresh = delivered("e4");

        new Retention(records.settings, records.jdbc, records.clock).purge();

        assertThat(records.store.find(old.id())).isNull();
        assertThat(records.deliveries.attempts(old.id())).isEmpty();
        assertThat(records.state(dead)).isEqualTo(DeliveryState.DEAD);
        assertThat(records.state(parked)).isEqualTo(DeliveryState.PARKED);
        assertThat(records.deliveries.attempts(parked.id())).hasSize(1);
        assertThat(records.state(fresh)).isEqualTo(DeliveryState.DELIVERED);
    }

    private Delivery delivered(String event) {
        Delivery delivery = records.delivery("hubspot", event, 0);
        Exchange exchange = records.found(delivery);
        records.attempts.start(exchange);
        records.outcomes.answered(exchange);
        records.outcomes.delivered(exchange);
        return delivery;
    }
}
