package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
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

    private final Destinations destinations;
    private final Clock clock;

    Ages(Destinations destinations, Clock clock) {
        this.destinations = destinations;
        this.clock = clock;
    }

    /** @throws ProviderException permanent, {@code too_old}, for an event that is older than the destination's manifest says it takes */
    public void refuseTooOld(Exchange exchange) {
        DeliveryPass pass = DeliveryPass.of(exchange);
        Delivery delivery = pass.delivery();
        Duration oldest = destinations.get(pass.destination()).notOlderThan();
        Instant happened = delivery.eventTime();
        if (oldest != null && happened != null && happened.isBefore(clock.instant().minus(oldest))) {
            throw new ProviderException(pass.destination(), new Fault(FaultClass.PERMANENT, null, "too_old",
                    "the event is of " + happened + ", and " + pass.destination() + " takes none older than " + words(oldest) + ": it was not sent",
                    null, null));
        }
    }

    private static String words(Duration age) {
        return age.toHours() > 0 && age.equals(Duration.ofHours(age.toHours())) ? age.toHours() + " h" : age.toString();
    }
}
