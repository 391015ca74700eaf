package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.destination.DeliveryProperties.Retry;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;

/**
 * The attempts in place: what each one met, whether there is another one, and after how long. Bean {@code attempts}.
 */
public class Attempts {

    private final Destinations destinations;
    private final FaultClassifier faults;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Stopping stopping;
    private final RandomGenerator random;

    public Attempts(Destinations destinations, FaultClassifier faults, Clock clock, MeterRegistry meters, Stopping stopping, RandomGenerator random) {
        this.destinations = destinations;
        this.faults = faults;
        this.clock = clock;
        this.meters = meters;
        this.stopping = stopping;
        this.random = random;
    }

    /**
     * Waits for as long as the failure before asked for; the first attempt comes at once.
     *
     * @throws com.versaai.hub.engine.StoppingException when the hub stops meanwhile: what was tried is written down, and nothing is in doubt
     */
    public void pause(Exchange exchange) throws Exception {
        Duration pause = DeliveryPass.of(exchange).pause();
        if (!pause.isZero()) {
            stopping.unless(() -> {
                Thread.sleep(pause.toMillis());
                return null;
            });
        }
    }

    /** Marks the moment before the provider is called. */
    public void start(Exchange exchange) {
        DeliveryPass.of(exchange).start(clock.instant());
    }

    /**
     * The call threw: decodes the failure and adds it to the history.
     *
     * @throws AttemptFailedException  when another attempt in place follows
     * @throws DeliveryFailedException when none does
     */
    public void failed(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        Throwable thrown = KafkaRecords.failure(exchange);
        Fault fault = faults.classify(destinations.connectorOf(delivery.destination()), thrown);
        boolean unclear = fault.faultClass() == FaultClass.IN_DOUBT && !Ages.TOO_LATE_TO_REPEAT.equals(fault.code())
                && destinations.get(delivery.destination()).idempotent();
        if (unclear) {
            fault = new Fault(FaultClass.TRANSIENT, fault.status(), fault.code(), fault.message(), fault.retryAfter(), fault.answer());
        }
        Retry retry = destinations.get(delivery.destination()).policy().retry();
        Duration wait = repeats(delivery, fault, retry) ? wait(fault, delivery.failures() + 1, retry) : null;
        if (unclear) {
            delivery.unclear(clock.instant(), fault, wait);
        } else {
            delivery.failed(clock.instant(), fault, wait);
        }
        count(delivery, fault.faultClass().name().toLowerCase(Locale.ROOT));
        throw wait == null ? new DeliveryFailedException(delivery.delivery().id(), fault, thrown)
                : new AttemptFailedException(delivery.delivery().id(), fault, thrown);
    }

    void count(DeliveryPass delivery, String outcome) {
        meters.counter("hub.delivery.attempts", "destination", delivery.destination(), "outcome", outcome).increment();
        int last = delivery.attempts().size() - 1;
        meters.timer("hub.delivery.duration", "destination", delivery.destination())
                .record(Duration.ofMillis(delivery.attempts().get(last).durationMs()));
    }

    private static boolean repeats(DeliveryPass delivery, Fault fault, Retry retry) {
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
