package com.versaai.hub.provider;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;

/** Failures inside the hub, before anything was sent. */
final class InternalFaults {

    private InternalFaults() {
    }

    /** For what passes by itself (a reload, a shutdown, an open circuit), else null. */
    static Fault passing(Throwable cause) {
        if (cause instanceof CallNotPermittedException) {
            return fault(FaultClass.TRANSIENT, "circuit_open", "the circuit of this destination is open");
        }
        if (cause instanceof BulkheadFullException) {
            return fault(FaultClass.TRANSIENT, "bulkhead_full", "too many calls of this destination at once");
        }
        if (cause instanceof DirectConsumerNotAvailableException || cause instanceof KameletConsumerNotAvailableException
                || cause instanceof NoSuchEndpointException) {
            return fault(FaultClass.TRANSIENT, "route_not_running", "the connector's route is not running");
        }
        if (cause instanceof RejectedExecutionException) {
            return fault(FaultClass.TRANSIENT, "hub_stopping", "the hub is stopping");
        }
        if (cause instanceof VirtualMachineError) {
            return fault(FaultClass.TRANSIENT, "jvm_error", cause.getClass().getSimpleName());
        }
        return cause instanceof InterruptedException
                ? fault(FaultClass.IN_DOUBT, "interrupted", "the call was interrupted") : null;
    }

    /** For a mistake of the hub's own code or settings. */
    static Fault of(Throwable thrown) {
        if (thrown == null) {
            return fault(FaultClass.PERMANENT, "internal_error", "failed without an exception");
        }
        Throwable root = thrown;
        Set<Throwable> seen = new HashSet<>();
        while (root.getCause() != null && seen.add(root)) {
            root = root.getCause();
        }
        if (root instanceof MissingPropertyException) {
            return fault(FaultClass.PERMANENT, "not_configured", root.getMessage());
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage();
        return fault(FaultClass.PERMANENT, "internal_error", root.getClass().getSimpleName() + message);
    }

    private static Fault fault(FaultClass faultClass, String code, String message) {
        return new Fault(faultClass, null, code, Excerpt.line(message, 300), null, null);
    }
}
