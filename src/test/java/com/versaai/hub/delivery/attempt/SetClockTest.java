package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The clock is set, while the hub runs or between two of its lives: nothing stands still for it, and nobody's claim breaks. */
@ExtendWith(OutputCaptureExtension.class)
class SetClockTest {

    private static final Duration LEASE = Duration.ofSeconds(90);

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    private Claims life() {
        return new Claims(records.destinations, LEASE, records.store, records.clock.watch());
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 600, 86_400, 400 * 86_400})
    void aKilledHubsClaimIsOverALeaseAfterTheStartHoweverFarTheClockWasSetBack(int seconds) {
        Delivery delivery = records.delivery("slack", "e1", 0);
        life().claim(records.found(delivery));
        records.clock.jump(Duration.ofSeconds(-seconds));
        Claims next = life();
        assertThatThrownBy(() -> next.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);
        records.clock.forward(Duration.ofSeconds(89));
        assertThatThrownBy(() -> next.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);

        records.clock.forward(Duration.ofSeconds(seconds < 90 ? 32 : 2));

        assertThatThrownBy(() -> next.refuseUnsettled(records.found(delivery))).isInstanceOfSatisfying(DeliveryFailedException.class,
                doubt -> assertThat(doubt.fault().faultClass()).isEqualTo(FaultClass.IN_DOUBT));
    }

    @Test
    void aClaimOfSomebodyAtWorkHoldsWhenTheClockIsSetAhead() {
        Delivery delivery = records.delivery("slack", "e1", 0);
        Claims here = life();
        Claims there = life();
        here.claim(records.found(delivery));
        records.clock.jump(Duration.ofMinutes(10));
        assertThatThrownBy(() -> there.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);
        records.clock.forward(Duration.ofSeconds(88));
        assertThatThrownBy(() -> here.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);

        records.clock.forward(Duration.ofSeconds(3));

        assertThatThrownBy(() -> there.refuseUnsettled(records.found(delivery))).isInstanceOf(DeliveryFailedException.class);
    }

    /** The shortened claim is still its holder's. */
    @Test
    void aClaimOfANodeWhoseClockIsAheadGoesOn() {
        Delivery delivery = records.delivery("slack", "e1", 0);
        Exchange exchange = records.found(delivery);
        Claims ahead = life();
        ahead.claim(exchange);
        records.clock.jump(Duration.ofMinutes(-10));
        assertThatThrownBy(() -> life().refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);
        records.fail(exchange, FaultClass.TRANSIENT);

        ahead.claim(exchange);

        assertThat(records.deliveries.attempts(delivery.id())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600})
    void aClaimLeavesItsHolderTheTimeThatIsReallyLeft(int seconds) {
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        Claims claims = life();
        claims.claim(exchange);
        records.clock.forward(Duration.ofSeconds(20));
        records.clock.jump(Duration.ofSeconds(seconds));

        assertThat(claims.remaining(exchange)).isEqualTo(Duration.ofSeconds(70));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsParkedWaitsAsLongAsItWasToAndNotUntilTheClockIsRightAgain(boolean killed, CapturedOutput log) throws Exception {
        Parking before = new Parking(records.destinations, records.jdbc, records.clock.watch());
        park();
        assertThat(before.due(tick())).isEmpty();
        records.clock.jump(Duration.ofMinutes(-10));
        Parking now = killed ? new Parking(records.destinations, records.jdbc, records.clock.watch()) : before;
        assertThat(now.due(tick())).isEmpty();
        records.clock.forward(Duration.ofSeconds(59));
        assertThat(now.due(tick())).isEmpty();

        records.clock.forward(Duration.ofSeconds(1));

        assertThat(now.due(tick())).hasSize(1);
        assertThat(log.getOut().split("The database holds what was written 600 s later than now", -1)).hasSize(2);
    }

    @Test
    void whatAKilledHubHadLeasedToPublishIsPublishedALeaseLater() throws Exception {
        park();
        records.clock.forward(Duration.ofMinutes(30));
        assertThat(new Parking(records.destinations, records.jdbc, records.clock.watch()).due(tick())).hasSize(1);
        records.clock.jump(Duration.ofMinutes(-10));
        Parking next = new Parking(records.destinations, records.jdbc, records.clock.watch());
        assertThat(next.due(tick())).isEmpty();

        records.clock.forward(Duration.ofMinutes(5));

        assertThat(next.due(tick())).hasSize(1);
    }

    private void park() throws Exception {
        Exchange exchange = records.found(records.delivery("hubspot", "e1", 0));
        records.fail(exchange, FaultClass.TRANSIENT);
        records.outcomes.park(exchange);
    }

    private Exchange tick() {
        return new DefaultExchange(records.camel);
    }
}
