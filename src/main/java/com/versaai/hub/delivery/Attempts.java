package com.versaai.hub.delivery;

import com.versaai.hub.delivery.DeliveryProperties.Retry;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.StoppingException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/**
 * The attempts in place: what each one met, whether there is another one, and after how long. The error policy asks it:
 * {@code onExceptionOccurred → failed}, {@code retryWhile → again}. Bean {@code attempts}.
 */
class Attempts {

    private final Destinations destinations;
    private final FaultClassifier faults;
    private final Clock clock;
    private final MeterRegistry meters;
    private final RandomGenerator random;

    Attempts(Destinations destinations, FaultClassifier faults, Clock clock, MeterRegistry meters, RandomGenerator random) {
        this.destinations = destinations;
        this.faults = faults;
        this.clock = clock;
        this.meters = meters;
        this.random = random;
    }

    /** Marks the moment before the provider is called. */
    public void start(Exchange exchange) {
        DeliveryTry.of(exchange).start(clock.instant());
    }

    /** Whether what was thrown came from calling the provider; everything else is the hub's own trouble. */
    public boolean ofProvider(Exchange exchange) {
        DeliveryTry delivery = exchange.getProperty(DeliveryTry.PROPERTY, DeliveryTry.class);
        return delivery != null && delivery.calling() && !circuitOpen(exchange);
    }

    /** Whether the circuit refused the call. */
    public boolean circuitOpen(Exchange exchange) {
        return ObjectHelper.getException(CallNotPermittedException.class, KafkaRecords.failure(exchange)) != null;
    }

    /** Whether the delivery could not be tried yet: circuit, rate, somebody else's claim or the end of the hub. It stays in its queue. */
    public boolean waitsInQueue(Exchange exchange) {
        Throwable thrown = KafkaRecords.failure(exchange);
        return ObjectHelper.getException(DestinationPausedException.class, thrown) != null
                || claimedElsewhere(exchange)
                || ObjectHelper.getException(RateLimitedException.class, thrown) != null
                || ObjectHelper.getException(StoppingException.class, thrown) != null;
    }

    /** Whether another pass holds the claim, so that the row is not this one's to change. */
    static boolean claimedElsewhere(Exchange exchange) {
        return ObjectHelper.getException(ClaimedElsewhereException.class, KafkaRecords.failure(exchange)) != null;
    }

    /** Decodes the failure, adds it to the history, and sets how long Camel waits before the next attempt, if there is one. */
    public void failed(Exchange exchange) {
        DeliveryTry delivery = DeliveryTry.of(exchange);
        if (!ofProvider(exchange)) {
            // Camel keeps asking here once a first attempt has failed, whatever fails afterwards.
            delivery.noMore();
            return;
        }
        Fault fault = faults.classify(destinations.connectorOf(delivery.destination()), KafkaRecords.failure(exchange));
        if (fault.faultClass() == FaultClass.IN_DOUBT && destinations.get(delivery.destination()).idempotent()) {
            fault = new Fault(FaultClass.TRANSIENT, fault.status(), fault.code(), fault.message(), fault.retryAfter(), fault.answer());
        }
        Retry retry = destinations.get(delivery.destination()).policy().retry();
        Duration wait = repeats(delivery, fault, retry) ? wait(fault, delivery.failures() + 1, retry) : null;
        delivery.failed(clock.instant(), fault, wait);
        count(delivery, fault.faultClass().name().toLowerCase(Locale.ROOT));
        if (wait == null) {
            exchange.getIn().removeHeader(Exchange.REDELIVERY_DELAY);
        } else {
            exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        }
    }

    /** Whether there is another attempt in place; the failure has been added already. */
    public boolean again(Exchange exchange) {
        return DeliveryTry.of(exchange).again();
    }

    void count(DeliveryTry delivery, String outcome) {
        meters.counter("hub.delivery.attempts", "destination", delivery.destination(), "outcome", outcome).increment();
        int last = delivery.attempts().size() - 1;
        meters.timer("hub.delivery.duration", "destination", delivery.destination())
                .record(Duration.ofMillis(delivery.attempts().get(last).durationMs()));
    }

    private static boolean repeats(DeliveryTry delivery, Fault fault, Retry retry) {
        boolean repeatable = fault.faultClass() == FaultClass.TRANSIENT || fault.faultClass() == FaultClass.RATE_LIMITED;
        boolean shortWait = fault.retryAfter() == null || fault.retryAfter().compareTo(retry.maxRetryAfter()) <= 0;
        return repeatable && shortWait && delivery.failures() + 1 < retry.attempts();
    }

    /** Full jitter: anything from 0 to first · factor^(n−1); see "Exponential Backoff and Jitter", AWS Architecture Blog, 2015. */
    private Duration wait(Fault fault, int attempt, Retry retry) {
        if (fault.retryAfter() != null) {
            return fault.retryAfter();
        }
        double longest = retry.first().toMillis() * Math.pow(retry.factor(), attempt - 1d);
        return Duration.ofMillis(random.nextLong((long) longest + 1));
    }
}
