package com.versaai.hub.delivery.lookup;

import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.delivery.attempt.RateLimits;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.engine.StoppingException;
import com.versaai.hub.gateway.ProblemException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may ask a destination now. Questions share its rate and its circuit with deliveries and never take more than half of what it bears,
 * neither of the rate nor of the calls at once; whoever can't be served soon is told when to come again, and holds no thread.
 */
class Admission {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final LookupSettings settings;
    private final Circuits circuits;
    private final RateLimits rates;
    private final Map<String, Turns> turns = new ConcurrentHashMap<>();

    Admission(LookupSettings settings, Circuits circuits, RateLimits rates) {
        this.settings = settings;
        this.circuits = circuits;
        this.rates = rates;
    }

    private record Turns(int most, Semaphore free) {
    }

    /** A call that may be made; whoever has it says how it ended, once. */
    record Permit(Semaphore turn, CircuitBreaker circuit, long start) {

        /** It was answered, or rightly refused. */
        void answered() {
            turn.release();
            if (circuit != null) {
                circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        }

        /** The destination failed. */
        void failed(Throwable thrown) {
            turn.release();
            if (circuit != null) {
                circuit.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, thrown);
            }
        }
    }

    /**
     * A permit for one call.
     *
     * @throws ProblemException 429 or 503 with the time after which to ask again
     */
    Permit enter(Destination destination) throws Exception {
        String name = destination.name();
        CircuitBreaker circuit = circuits.breakers().get(name);
        Semaphore turn = turns(destination);
        if (!turn.tryAcquire(settings.longestWait().toMillis(), TimeUnit.MILLISECONDS)) {
            throw busy(SOON);
        }
        boolean entered = false;
        try {
            Duration wait = rates.takeForLookup(name, settings.longestWait());
            if (!wait.isZero()) {
                throw busy(wait);
            }
            if (circuit != null && !circuit.tryAcquirePermission()) {
                throw new ProblemException(503, "unavailable", "The hub asks this CRM nothing for a while: too many calls have failed.",
                        destination.policy().circuit().openFor());
            }
            entered = true;
            return new Permit(turn, circuit, System.nanoTime());
        } catch (StoppingException e) {
            throw new ProblemException(503, "unavailable", "The hub is stopping.", SOON);
        } finally {
            if (!entered) {
                turn.release();
            }
        }
    }

    private static ProblemException busy(Duration wait) {
        return new ProblemException(429, "rate-limited", "This CRM is asked as much as its limits allow.", wait.compareTo(SOON) < 0 ? SOON : wait);
    }

    /** As many as there are deliveries at once, halved: a manifest can change them. */
    private Semaphore turns(Destination destination) {
        int most = Math.max(1, destination.concurrency() / 2);
        return turns.compute(destination.name(), (name, known) -> known != null && known.most == most ? known : new Turns(most, new Semaphore(most, true))).free;
    }
}
