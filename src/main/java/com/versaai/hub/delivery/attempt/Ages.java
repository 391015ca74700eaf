package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * Keeps from a provider what it would drop for its age while answering as to a success. Asked right before each call, since a delivery
 * grows older while it is queued, parked, or a dead letter. Bean {@code ages}.
 */
class Ages {

    /** Code of a repetition that was not sent: the provider has forgotten by now what it may have got. */
    static final String TOO_LATE_TO_REPEAT = "too_late_to_repeat";

    private final Destinations destinations;
    private final DeliveryRepository store;
    private final Clock clock;

    Ages(Destinations destinations, DeliveryRepository store, Clock clock) {
        this.destinations = destinations;
        this.store = store;
        this.clock = clock;
    }

    /**
     * @throws ProviderException permanent, {@code too_old}, for an event that is older than the destination's manifest says it takes; in
     *                           doubt, {@value #TOO_LATE_TO_REPEAT}, where the provider may have got it longer ago than it remembers
     */
    public void refuseTooOld(Exchange exchange) {
        DeliveryPass pass = DeliveryPass.of(exchange);
        refuseLateRepetition(pass);
        Delivery delivery = pass.delivery();
        Duration oldest = destinations.get(pass.destination()).notOlderThan();
        Instant happened = delivery.eventTime();
        if (oldest != null && happened != null && happened.isBefore(clock.instant().minus(oldest))) {
            throw new ProviderException(pass.destination(), new Fault(FaultClass.PERMANENT, null, "too_old",
                    "the event is of " + happened + ", and " + pass.destination() + " takes none older than " + words(oldest) + ": it was not sent",
                    null, null));
        }
    }

    private void refuseLateRepetition(DeliveryPass pass) {
        Duration remembered = destinations.get(pass.destination()).idempotentFor();
        if (remembered == null) {
            return;
        }
        Instant since = pass.row() != null && pass.row().attempts() > 0 ? store.unclearSince(pass.delivery().id(), TOO_LATE_TO_REPEAT) : null;
        Instant first = since == null ? pass.unclearSince() : since;
        if (first != null && !first.isAfter(clock.instant().minus(remembered))) {
            throw new ProviderException(pass.destination(), new Fault(FaultClass.IN_DOUBT, null, TOO_LATE_TO_REPEAT,
                    "a call of " + first + " may have arrived, and " + pass.destination() + " drops repetitions for " + words(remembered)
                    + " only: it was not sent again. Look there: discard it if it is there, replay it if not", null, null));
        }
    }

    private static String words(Duration age) {
        return age.toHours() > 0 && age.equals(Duration.ofHours(age.toHours())) ? age.toHours() + " h" : age.toString();
    }
}
