package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;

class ClaimsTest {

    private final Records records = new Records();
    private final Claims here = new Claims(records.destinations, records.settings.lease(), records.store, records.watch);
    private final Claims there = new Claims(records.destinations, records.settings.lease(), records.store, records.watch);

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void writesNothingForAProviderThatDropsRepetitions() {
        Delivery delivery = records.delivery("hubspot", "e1", 0);
        here.claim(records.found(delivery));

        assertThat(records.store.find(delivery.id())).isNull();
    }

    @Test
    void holdsForTheLease() {
        Delivery delivery = records.delivery("slack", "e1", 0);
        here.claim(records.found(delivery));

        DeliveryRepository.Row row = records.store.find(delivery.id());
        assertThat(row.state()).isEqualTo(DeliveryState.CLAIMED);
        assertThat(row.leaseUntil()).isEqualTo(Records.NOON.plusSeconds(90));
        assertThatThrownBy(() -> here.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);
    }

    @Test
    void isRenewedByItsOwnerWithTheAttemptsSoFar() {
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        here.claim(exchange);
        records.fail(exchange, FaultClass.TRANSIENT);
        records.clock.forward(Duration.ofSeconds(60));

        here.claim(exchange);

        DeliveryRepository.Row row = records.store.find("e1/slack/lead");
        assertThat(row.leaseUntil()).isEqualTo(Records.NOON.plusSeconds(150));
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(records.deliveries.attempts("e1/slack/lead")).hasSize(1);
    }

    /** Waiting longer than the claim holds, another node would take the delivery for one that was interrupted. */
    @Test
    void doesNotRunOutWhileItsOwnerWaitsForTheRate() throws Exception {
        List<Duration> waits = new ArrayList<>();
        RateLimits rates = new RateLimits(records.destinations, new Asked(waits), here, new Stopping());
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        rates.take(exchange);
        here.claim(exchange);
        records.clock.forward(Duration.ofSeconds(70));

        rates.take(exchange);
        records.clock.forward(Duration.ofSeconds(30));
        rates.take(exchange);
        Exchange idempotent = records.found(records.delivery("hubspot", "e1", 0));
        here.claim(idempotent);
        rates.take(idempotent);

        assertThat(waits).containsExactly(Duration.ofMinutes(4), Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMinutes(4));
    }

    /** Limits that only remember how long somebody would have waited. */
    private record Asked(List<Duration> waits) implements TokenBuckets {

        @Override
        public RateLimiter limiter(String name, Limit limit) {
            return new RateLimiter() {
                @Override
                public Duration tryTake(String key, long tokens) {
                    return Duration.ZERO;
                }

                @Override
                public boolean take(String key, long tokens, Duration most) {
                    return waits.add(most);
                }

                @Override
                public void giveBack(String key, long tokens) {
                    throw new AssertionError("what is taken here is not given back");
                }
            };
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void becomesDoubtfulWhenItsOwnerDied() throws Exception {
        Delivery delivery = records.delivery("slack", "e1", 0);
        here.claim(records.found(delivery));
        records.clock.forward(Duration.ofSeconds(91));
        Exchange later = records.found(delivery);

        assertThatThrownBy(() -> there.refuseUnsettled(later)).isInstanceOfSatisfying(DeliveryFailedException.class,
                doubt -> assertThat(doubt.fault().faultClass()).isEqualTo(FaultClass.IN_DOUBT));
        assertThat(records.outcomes.exhausted(later)).isTrue();
        records.outcomes.deadLetter(later);
        assertThat(records.deliveries.find(delivery.id()).faultClass()).isEqualTo("in_doubt");
        assertThat(records.deliveries.attempts(delivery.id())).extracting(Attempt::outcome, Attempt::code).containsExactly(tuple("in_doubt", "interrupted"));
    }

    /** The configuration says since that the provider drops repetitions: sent again is sent once. */
    @Test
    void isNoDoubtWhereTheProviderDropsRepetitions() {
        Delivery delivery = records.delivery("hubspot", "e1", 0);
        records.store.claim(DeliveryPass.of(records.found(delivery)), "somebody", Records.NOON.plusSeconds(90));
        assertThatThrownBy(() -> here.refuseUnsettled(records.found(delivery))).isInstanceOf(ClaimedElsewhereException.class);
        records.clock.forward(Duration.ofSeconds(91));

        here.refuseUnsettled(records.found(delivery));
    }

    @Test
    void anOwnerThatWasTakenForDeadSendsAndRecordsNothingMore() throws Exception {
        Delivery delivery = records.delivery("slack", "e1", 0);
        Exchange slow = records.found(delivery);
        here.claim(slow);
        records.clock.forward(Duration.ofSeconds(91));
        becomesDead(delivery);

        assertThatThrownBy(() -> here.claim(slow)).isInstanceOf(ClaimedElsewhereException.class);
        records.fail(slow, FaultClass.TRANSIENT);
        assertThatThrownBy(() -> records.outcomes.park(slow)).isInstanceOfAny(OptimisticLockingFailureException.class,
                org.springframework.dao.DuplicateKeyException.class);
        assertThat(records.state(delivery)).isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void isGivenToOneOfManyThatFoundTheSame() throws Exception {
        Delivery delivery = records.delivery("slack", "e1", 0);
        int nodes = 8;
        CyclicBarrier together = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        List<Future<Boolean>> won = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Claims node = new Claims(records.destinations, records.settings.lease(), records.store, records.watch);
            Exchange exchange = records.found(delivery);
            Callable<Boolean> claim = () -> {
                together.await(30, TimeUnit.SECONDS);
                try {
                    node.claim(exchange);
                    return true;
                } catch (ClaimedElsewhereException e) {
                    return false;
                }
            };
            won.add(threads.submit(claim));
        }
        int winners = 0;
        for (Future<Boolean> one : won) {
            winners += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        threads.shutdown();

        assertThat(winners).isEqualTo(1);
    }

    private void becomesDead(Delivery delivery) throws Exception {
        Exchange taker = records.found(delivery);
        assertThatThrownBy(() -> there.refuseUnsettled(taker)).isInstanceOf(DeliveryFailedException.class);
        records.outcomes.deadLetter(taker);
    }
}
