package com.versaai.hub.provider;

import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Bean {@code faultClassifier}: decides what a failed provider call means for its delivery.
 *
 * <ul>
 * <li>The provider answered: its own decoder says (design §4; permanent = 4xx other than 408, 409 for a lock, 425, 429).
 * <li>No connection, no name, no free connection in the pool, no TLS: nothing was sent, {@code TRANSIENT}.
 * <li>Sent, and then a timeout, a reset or nonsense: {@code IN_DOUBT}. Harmless where the provider knows an idempotency key.
 * <li>The hub itself is closing, reloading a route, or holds the call back: {@code TRANSIENT}.
 * <li>Anything else came from the hub's own code or settings (a mapping's mistake, a missing property): {@code PERMANENT},
 *     since nothing changes by waiting, and a dead letter is seen and replayed once it is mended. Errors of the JVM
 *     ({@link VirtualMachineError}) say nothing about the message and are {@code TRANSIENT}.
 * </ul>
 */
public final class FaultClassifier {



    private final Clock clock;
    private final FaultDecoders decoders;

    /**
     * @param clock    for {@code Retry-After} dates
     * @param decoders asked first; what they don't know is read generically
     */
    public FaultClassifier(Clock clock, FaultDecoders decoders) {
        this.clock = clock;
        this.decoders = decoders;
    }

    /**
     * The fault behind {@code thrown}, found by walking its causes from the outside in. Never throws, never null.
     *
     * @param destination whose call it was; null where it was nobody's
     */
    public Fault classify(String destination, Throwable thrown) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            Fault fault = known(destination, cause);
            if (fault != null) {
                return fault;
            }
        }
        return InternalFaults.of(thrown);
    }

    /**
     * The fault in an answer that a kamelet's bean found to be a refusal although its status is 2xx.
     *
     * @param destination whose call it was
     * @param headers     as received, may be empty
     * @param body        may be null
     */
    public Fault decode(String destination, int status, Map<String, String> headers, String body) {
        return decoder(destination).decode(ProviderAnswer.of(status, headers, body, clock));
    }

    private Fault known(String destination, Throwable cause) {
        if (cause instanceof ProviderException refused) {
            return refused.fault();
        }
        if (cause instanceof HttpOperationFailedException http) {
            return decode(destination, http.getStatusCode(), http.getResponseHeaders(), http.getResponseBody());
        }
        Fault network = NetworkFaults.of(cause);
        Fault own = network == null ? decoder(destination).decode(cause) : network;
        return own == null ? InternalFaults.passing(cause) : own;
    }

    private FaultDecoder decoder(String destination) {
        return destination == null ? FaultDecoder.GENERIC : decoders.of(destination).orElse(FaultDecoder.GENERIC);
    }

    /**
     * The start of a provider's answer as it may be stored and shown: without e-mail addresses, tokens and queries.
     *
     * @param answer may be null
     */
    public static String excerpt(String answer) {
        return Excerpt.ofAnswer(answer);
    }
}
