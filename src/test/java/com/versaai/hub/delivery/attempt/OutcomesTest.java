package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

class OutcomesTest {

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    /** The schedule has two rounds. */
    @ParameterizedTest
    @CsvSource({"TRANSIENT,0,false", "TRANSIENT,1,false", "TRANSIENT,2,true", "RATE_LIMITED,0,false", "RATE_LIMITED,2,true",
        "PERMANENT,0,true", "IN_DOUBT,0,true"})
    void givesUpWhatIsFinalOrOutOfRounds(FaultClass faultClass, int round, boolean exhausted) {
        Exchange exchange = records.found(records.delivery("slack", "e1", round));
        records.fail(exchange, faultClass);

        assertThat(records.outcomes.exhausted(exchange)).isEqualTo(exhausted);
    }

    @ParameterizedTest
    @CsvSource({"0,,60", "1,,300", "0,30,60", "0,3600,3600", "0,864000,86400"})
    void parksBySchedulesOrAsLongAsAsked(int round, Long retryAfter, long seconds) throws Exception {
        Exchange exchange = records.found(records.delivery("hubspot", "e1", round));
        DeliveryPass.of(exchange).start(records.clock.instant());
        DeliveryPass.of(exchange).failed(records.clock.instant(), new Fault(FaultClass.RATE_LIMITED, 429, "slow_down", "slow down",
                retryAfter == null ? null : Duration.ofSeconds(retryAfter), null), null);

        records.outcomes.park(exchange);

        DeliveryQueries.Found parked = records.deliveries.find("e1/hubspot/lead");
        assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
        assertThat(parked.round()).isEqualTo(round + 1);
        assertThat(parked.nextAttemptAt()).isEqualTo(Records.NOON.plusSeconds(seconds));
        assertThat(parked.code()).isEqualTo("slow_down");
        assertThat(parked.status()).isEqualTo(429);
    }

    /** Camel's circuit breaker can be told to go on without an exception where it made no call. */
    @Test
    void recordsNothingAsDeliveredThatNobodyAnswered() {
        Exchange never = records.found(records.delivery("hubspot", "e9", 0));
        assertThatThrownBy(() -> records.outcomes.delivered(never)).isInstanceOf(IllegalStateException.class).hasMessageContaining("without an answer");

        Exchange failed = records.found(records.delivery("hubspot", "e9", 0));
        records.fail(failed, FaultClass.TRANSIENT);
        assertThatThrownBy(() -> records.outcomes.delivered(failed)).isInstanceOf(IllegalStateException.class);
        assertThat(records.deliveries.find("e9/hubspot/lead")).isNull();
    }

    @Test
    void keepsTheHistoryOfAllRounds() throws Exception {
        Exchange first = records.found(records.delivery("hubspot", "e1", 0));
        records.fail(first, FaultClass.TRANSIENT);
        records.fail(first, FaultClass.TRANSIENT);
        records.outcomes.park(first);
        Exchange second = records.found(records.delivery("hubspot", "e1", 1));
        records.attempts.start(second);
        records.outcomes.answered(second);
        records.outcomes.delivered(second);

        assertThat(records.deliveries.attempts("e1/hubspot/lead")).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(records.deliveries.attempts("e1/hubspot/lead")).extracting(Attempt::outcome).containsExactly("transient", "transient", "ok");
        DeliveryQueries.Found delivered = records.deliveries.find("e1/hubspot/lead");
        assertThat(delivered.attempts()).isEqualTo(3);
        assertThat(delivered.code()).isNull();
        assertThat(delivered.content()).as("personal data is not kept longer than needed").isNull();
    }

    @Test
    void anOlderEventNeverOverwritesANewerOne() throws Exception {
        deliver(at("e2", Records.NOON));
        Exchange older = records.found(at("e1", Records.NOON.minusSeconds(3600)));

        assertThat(records.outcomes.superseded(older)).isTrue();

        records.outcomes.leaveOut(older);
        records.commits.settle("e1/hubspot/lead");
        assertThat(records.store.find("e1/hubspot/lead").state()).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(records.deliveries.attempts("e1/hubspot/lead")).extracting(Attempt::outcome, Attempt::message)
                .containsExactly(tuple("superseded", "event e2 of 2026-01-05T12:00:00Z was applied before"));
        assertThat(records.log.contains(records.exchange(at("e1", Records.NOON)), "e1/hubspot/lead")).as("settled").isTrue();
        assertThat(records.meters.counter("hub.delivery.superseded", "destination", "hubspot").count()).isEqualTo(1);
        assertThat(records.outcomes.superseded(records.found(at("e3", Records.NOON)))).as("of the same moment, but later").isFalse();
        assertThat(records.outcomes.superseded(records.found(at("e2", Records.NOON)))).as("itself again").isFalse();
    }

    /** Senders count in seconds: of two events of the same one, that which was parked is the older. */
    @Test
    void ofTheSameMomentTheOneTriedFirstIsTheOlder() throws Exception {
        Exchange first = records.found(at("e1", Records.NOON));
        records.fail(first, FaultClass.TRANSIENT);
        records.outcomes.park(first);
        records.clock.forward(Duration.ofSeconds(1));
        deliver(at("e2", Records.NOON));
        records.clock.forward(Duration.ofMinutes(1));

        assertThat(records.outcomes.superseded(records.found(at("e1", Records.NOON)))).isTrue();
    }

    /** A sender whose clock is ahead must not hold up what comes later. */
    @Test
    void noEventIsYoungerThanItsFirstTry() throws Exception {
        deliver(at("e1", Records.NOON.plusSeconds(86_400_000)));
        records.clock.forward(Duration.ofSeconds(1));

        assertThat(records.outcomes.superseded(records.found(at("e2", Records.NOON.plusSeconds(1))))).isFalse();
    }

    /** A clock that is ahead still says in which order its own events happened; when it is right again they hold up nothing. */
    @Test
    void ofTwoFromTheFutureTheSenderKnowsTheOlder() throws Exception {
        deliver(at("e2", Records.NOON.plusSeconds(7200)));
        records.clock.forward(Duration.ofSeconds(1));
        Exchange older = records.found(at("e1", Records.NOON.plusSeconds(3600)));

        assertThat(records.outcomes.superseded(older)).isTrue();
        deliver(at("e1", Records.NOON.plusSeconds(3600)));
        records.commits.settle("e1/hubspot/lead");
        assertThat(records.jdbc.queryForObject("select event_id from applied_state", String.class)).as("written too late by another node").isEqualTo("e2");
        assertThat(records.outcomes.superseded(records.found(at("e3", Records.NOON.plusSeconds(7201))))).isFalse();
        records.clock.forward(Duration.ofSeconds(10));
        Exchange right = records.found(at("e4", Records.NOON.plusSeconds(9)));
        assertThat(records.outcomes.superseded(right)).as("the clock is right again").isFalse();
        deliver(at("e4", Records.NOON.plusSeconds(9)));
        records.commits.settle("e4/hubspot/lead");
        assertThat(records.jdbc.queryForObject("select event_id from applied_state", String.class)).isEqualTo("e4");
    }

    /** What is applied counts before its row is written: the next is looked at meanwhile. */
    @Test
    void whatIsBeingWrittenCounts() {
        records.states.applied(DeliveryPass.of(records.found(at("e2", Records.NOON))));

        assertThat(records.outcomes.superseded(records.found(at("e1", Records.NOON.minusSeconds(1))))).isTrue();
    }

    @Test
    void whatHasNoStateIsAlwaysSent() throws Exception {
        Delivery message = new Delivery("e2/slack/lead", "slack", "lead", "e2", "user.registered", null, Records.NOON, null, null, null, 0, "k", "message",
                records.json.createObjectNode());
        deliver(message);
        Delivery older = new Delivery("e1/slack/lead", "slack", "lead", "e1", "user.registered", null, Records.NOON.minusSeconds(9), null, null, null, 0,
                "k", "message", records.json.createObjectNode());

        assertThat(records.outcomes.superseded(records.found(older))).isFalse();
        assertThat(records.jdbc.queryForObject("select count(*) from applied_state", Integer.class)).isZero();
    }

    private Delivery at(String event, Instant time) {
        return new Delivery(event + "/hubspot/lead", "hubspot", "lead", event, "user.registered", "user-1", time, null, null, null, 0, "ada@example.test",
                "contacts", records.json.createObjectNode());
    }

    private void deliver(Delivery delivery) throws Exception {
        Exchange exchange = records.found(delivery);
        records.attempts.start(exchange);
        records.outcomes.answered(exchange);
        records.outcomes.delivered(exchange);
    }

    @Test
    void doesNotOverwriteWhatAnotherPassHasWritten() throws Exception {
        Delivery delivery = records.delivery("hubspot", "e1", 0);
        Exchange slow = records.found(delivery);
        Exchange fast = records.found(delivery);
        records.attempts.start(fast);
        records.outcomes.answered(fast);
        records.outcomes.delivered(fast);
        records.fail(slow, FaultClass.TRANSIENT);

        assertThatThrownBy(() -> records.outcomes.park(slow)).isInstanceOfAny(DuplicateKeyException.class, OptimisticLockingFailureException.class);

        assertThat(records.state(delivery)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(records.deliveries.attempts(delivery.id())).hasSize(1);
    }

    @Test
    void tellsOfADeadLetterButNotOfAFailedAlert() {
        Exchange dead = records.found(records.delivery("hubspot", "e1", 0));
        records.fail(dead, FaultClass.PERMANENT);

        Event told = records.outcomes.failure(dead).get(0);

        assertThat(told.type()).isEqualTo("integration.failed");
        assertThat(told.data()).containsEntry("service", "hubspot").containsEntry("error", "unavailable").containsEntry("attempts", 1)
                .containsEntry("deliveryId", "e1/hubspot/lead");
        assertThat(records.outcomes.failure(dead).get(0).id()).as("telling twice is telling once").isEqualTo(told.id());
        for (String type : new String[] {"integration.failed", "system.health.degraded", "system.health.recovered"}) {
            Delivery alert = new Delivery("e2/slack/system-alert", "slack", "system-alert", "e2", type, null, null, null, null, null, 0, null, null,
                    records.json.createObjectNode());
            Exchange failed = records.found(alert);
            records.fail(failed, FaultClass.PERMANENT);
            assertThat(records.outcomes.failure(failed)).isEmpty();
        }
    }

    @Test
    void putsBackWhatTheCircuitStoppedWithItsAttempts() {
        Delivery delivery = records.delivery("hubspot", "e1", 0);
        Exchange exchange = records.found(delivery);
        records.fail(exchange, FaultClass.TRANSIENT);

        records.outcomes.waits(exchange);

        assertThat(records.state(delivery)).isEqualTo(DeliveryState.WAITING);
        assertThat(records.deliveries.attempts(delivery.id())).hasSize(1);
        assertThat(records.jdbc.queryForObject("select status from delivery where id = ?", Integer.class, delivery.id()))
                .as("what opened the circuit").isEqualTo(503);
        assertThat(records.log.contains(records.exchange(delivery), delivery.id())).isFalse();
    }

    @Test
    void writesNothingOfADeliveryThatWasNotTried() {
        Exchange exchange = records.found(records.delivery("hubspot", "e1", 0));

        records.outcomes.waits(exchange);

        assertThat(records.store.find("e1/hubspot/lead")).isNull();
    }
}
