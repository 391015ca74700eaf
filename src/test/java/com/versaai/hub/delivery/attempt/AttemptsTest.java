package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.StoppingException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class AttemptsTest {

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void drawsEveryWaitFromZeroToTheGrowingLongest() {
        long seed = System.nanoTime();
        Attempts attempts = attempts(new Random(seed));
        for (int i = 0; i < 500; i++) {
            Exchange exchange = called("hubspot");
            assertThat(failed(attempts, exchange, transientFault(null))).as("seed " + seed).isBetween(0L, 1000L);
            assertThat(failed(attempts, exchange, transientFault(null))).as("seed " + seed).isBetween(0L, 2000L);
            assertThat(failed(attempts, exchange, transientFault(null))).isNull();
        }
    }

    @Test
    void reachesBothEndsOfTheJitter() {
        assertThat(failed(attempts(bound -> 0), called("hubspot"), transientFault(null))).isZero();
        assertThat(failed(attempts(bound -> bound - 1), called("hubspot"), transientFault(null))).isEqualTo(1000);
    }

    @Test
    void makesNoMoreThanThreeAttempts() {
        Exchange exchange = called("hubspot");
        assertThat(records.failure(exchange, transientFault(null))).isInstanceOf(AttemptFailedException.class);
        assertThat(records.failure(exchange, transientFault(null))).isInstanceOf(AttemptFailedException.class);
        assertThat(records.failure(exchange, transientFault(null))).isInstanceOf(DeliveryFailedException.class);

        assertThat(DeliveryPass.of(exchange).attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(records.meters.counter("hub.delivery.attempts", "destination", "hubspot", "outcome", "transient").count()).isEqualTo(3);
        assertThat(records.meters.timer("hub.delivery.duration", "destination", "hubspot").count()).isEqualTo(3);
    }

    @Test
    void waitsInPlaceAsLongAsAskedUpToTheMost() {
        assertThat(failed(records.attempts, called("hubspot"), transientFault(Duration.ofSeconds(60)))).isEqualTo(60_000);
        assertThat(failed(records.attempts, called("hubspot"), transientFault(Duration.ZERO))).isZero();
    }

    @Test
    void leavesAnythingLongerToParking() {
        Exchange exchange = called("hubspot");

        assertThat(failed(records.attempts, exchange, transientFault(Duration.ofMillis(60_001)))).isNull();

        assertThat(DeliveryPass.of(exchange).fault().retryAfter()).isEqualTo(Duration.ofMillis(60_001));
    }

    @Test
    void repeatsNoRefusal() {
        assertThat(failed(records.attempts, called("hubspot"), new ProviderException("hubspot", Records.fault(FaultClass.PERMANENT)))).isNull();
    }

    @Test
    void repeatsALostAnswerOnlyWhereTheProviderDropsTheRepetition() {
        Exchange idempotent = called("hubspot");
        assertThat(records.failure(idempotent, new SocketTimeoutException("read"))).isInstanceOf(AttemptFailedException.class);
        assertThat(DeliveryPass.of(idempotent).fault().faultClass()).isEqualTo(FaultClass.TRANSIENT);

        Exchange other = called("slack");
        assertThat(records.failure(other, new SocketTimeoutException("read"))).isInstanceOf(DeliveryFailedException.class);
        assertThat(DeliveryPass.of(other).fault().faultClass()).isEqualTo(FaultClass.IN_DOUBT);
    }

    /** Camel's policies look at causes first: what the call met must not be taken for the hub's own trouble. */
    @Test
    void whatTheCallMetIsNoCause() {
        DataAccessResourceFailureException theirs = new DataAccessResourceFailureException("a provider behind a database");

        ProviderFailedException failed = records.failure(called("hubspot"), theirs);

        assertThat(failed).hasNoCause().hasMessage("e1/hubspot/lead: PERMANENT internal_error");
        assertThat(failed.getSuppressed()).containsExactly(theirs);
    }

    @Test
    void doesNotWaitBeforeTheFirstAttempt() throws Exception {
        records.stopping.begin();

        records.attempts.pause(called("hubspot"));
    }

    /** A stop while an answered failure waits for its repetition: what is known stays known, and nothing is in doubt afterwards. */
    @Test
    void aStopEndsTheWaitAndLeavesNothingInDoubt() throws Exception {
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        Claims claims = new Claims(records.destinations, records.settings.lease(), records.store, records.watch);
        claims.claim(exchange);
        records.failure(exchange, transientFault(Duration.ofSeconds(60)));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                records.attempts.pause(exchange);
            } catch (StoppingException e) {
                records.outcomes.waits(exchange);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waiting).isNotDone();

        records.stopping.begin();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        assertThat(records.store.find("e1/slack/lead").state()).isEqualTo(DeliveryState.WAITING);
        assertThat(records.deliveries.attempts("e1/slack/lead")).extracting(Attempt::outcome).containsExactly("transient");
        records.clock.forward(Duration.ofHours(1));
        claims.refuseUnsettled(records.found(records.delivery("slack", "e1", 0)));
    }

    private Attempts attempts(RandomGenerator random) {
        return new Attempts(records.destinations, records.faults, records.clock, records.meters, records.stopping, random);
    }

    private interface Draw {
        long below(long bound);
    }

    private Attempts attempts(Draw draw) {
        return attempts(new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                return draw.below(bound);
            }
        });
    }

    private Exchange called(String destination) {
        Exchange exchange = records.found(records.delivery(destination, "e1", 0));
        records.attempts.start(exchange);
        return exchange;
    }

    /** Milliseconds until the next attempt, null when there is none. */
    private static Long failed(Attempts attempts, Exchange exchange, Exception failure) {
        attempts.start(exchange);
        exchange.setException(failure);
        try {
            attempts.failed(exchange);
            throw new AssertionError("a failed call went on");
        } catch (AttemptFailedException again) {
            return DeliveryPass.of(exchange).pause().toMillis();
        } catch (DeliveryFailedException noMore) {
            return null;
        }
    }

    private static ProviderException transientFault(Duration retryAfter) {
        return new ProviderException("hubspot", new Fault(FaultClass.TRANSIENT, 503, "unavailable", "later", retryAfter, null));
    }
}
