package com.versaai.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        failed(records.attempts, exchange, transientFault(null));
        assertThat(records.attempts.again(exchange)).isTrue();
        failed(records.attempts, exchange, transientFault(null));
        assertThat(records.attempts.again(exchange)).isTrue();
        failed(records.attempts, exchange, transientFault(null));
        assertThat(records.attempts.again(exchange)).isFalse();

        assertThat(DeliveryTry.of(exchange).attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
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

        assertThat(records.attempts.again(exchange)).isFalse();
        assertThat(DeliveryTry.of(exchange).fault().retryAfter()).isEqualTo(Duration.ofMillis(60_001));
    }

    @Test
    void repeatsNoRefusal() {
        Exchange exchange = called("hubspot");

        assertThat(failed(records.attempts, exchange, new ProviderException("hubspot", Records.fault(FaultClass.PERMANENT)))).isNull();

        assertThat(records.attempts.again(exchange)).isFalse();
    }

    @Test
    void repeatsALostAnswerOnlyWhereTheProviderDropsTheRepetition() {
        Exchange idempotent = called("hubspot");
        failed(records.attempts, idempotent, new SocketTimeoutException("read"));
        assertThat(records.attempts.again(idempotent)).isTrue();
        assertThat(DeliveryTry.of(idempotent).fault().faultClass()).isEqualTo(FaultClass.TRANSIENT);

        Exchange other = called("slack");
        failed(records.attempts, other, new SocketTimeoutException("read"));
        assertThat(records.attempts.again(other)).isFalse();
        assertThat(DeliveryTry.of(other).fault().faultClass()).isEqualTo(FaultClass.IN_DOUBT);
    }

    @Test
    void blamesTheProviderOnlyForItsOwnCalls() {
        Exchange notCalled = records.found(records.delivery("hubspot", "e1", 0));
        notCalled.setException(new IllegalStateException("the hub's own"));
        assertThat(records.attempts.ofProvider(notCalled)).isFalse();

        Exchange open = called("hubspot");
        open.setException(CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults("x")));
        assertThat(records.attempts.ofProvider(open)).isFalse();
        assertThat(records.attempts.circuitOpen(open)).isTrue();

        Exchange answered = called("hubspot");
        records.outcomes.answered(answered);
        answered.setException(new IllegalStateException("while recording"));
        assertThat(records.attempts.ofProvider(answered)).isFalse();
    }

    @Test
    void stopsRepeatingWhenTheHubItselfFailsInBetween() {
        Exchange exchange = called("hubspot");
        failed(records.attempts, exchange, transientFault(null));
        DeliveryTry.of(exchange).prepareNext();
        exchange.setException(new IllegalStateException("while waiting"));

        records.attempts.failed(exchange);

        assertThat(records.attempts.again(exchange)).isFalse();
        assertThat(DeliveryTry.of(exchange).attempts()).hasSize(1);
    }

    private Attempts attempts(RandomGenerator random) {
        return new Attempts(records.destinations, records.faults, records.clock, records.meters, random);
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

    private static Long failed(Attempts attempts, Exchange exchange, Exception failure) {
        attempts.start(exchange);
        exchange.setException(failure);
        attempts.failed(exchange);
        return exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
    }

    private static ProviderException transientFault(Duration retryAfter) {
        return new ProviderException("hubspot", new Fault(FaultClass.TRANSIENT, 503, "unavailable", "later", retryAfter, null));
    }
}
