package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.AppliedStates.Applied;
import com.versaai.hub.delivery.record.AppliedStates;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository.Outcome;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.FailureEvents;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what became of a delivery: delivered, parked, dead, or back in its queue. Bean {@code outcomes}. */
public class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private final Destinations destinations;
    private final DeliveryRepository store;
    private final AppliedStates states;
    private final Attempts attempts;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    public Outcomes(Destinations destinations, DeliveryRepository store, AppliedStates states, Attempts attempts, ObjectMapper json, Clock clock, MeterRegistry meters) {
        this.destinations = destinations;
        this.store = store;
        this.states = states;
        this.attempts = attempts;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** The kamelet returned: keeps the answer's status and start. */
    public void answered(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        delivery.succeeded(clock.instant(), status, excerpt(exchange));
        attempts.count(delivery, "ok");
    }

    /**
     * Records the delivery as delivered; its offset waits for that.
     *
     * @throws IllegalStateException when no answer is here: an exchange that came past the call without an exception has delivered nothing
     */
    public void delivered(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        if (!delivery.answered()) {
            throw new IllegalStateException(delivery.delivery().id() + " came past its call without an answer");
        }
        KafkaRecords.awaits(exchange, store.recordSoon(delivery, Outcome.of(DeliveryState.DELIVERED, delivery.delivery().round()),
                hasState(delivery) ? states.applied(delivery) : List.of()));
    }

    /** Whether something younger was applied to the delivery's object, so that this would overwrite it with an older state. */
    public boolean superseded(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        return hasState(delivery) && states.youngerThan(delivery).isPresent();
    }

    private boolean hasState(DeliveryPass delivery) {
        return delivery.delivery().key() != null && destinations.get(delivery.destination()).hasState(delivery.delivery().action());
    }

    /** Records that the delivery is not sent, and because of what. */
    public void leaveOut(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        Applied younger = states.youngerThan(delivery).orElseThrow();
        delivery.superseded(clock.instant(), "event " + younger.eventId() + " of " + younger.eventAt() + " was applied before");
        KafkaRecords.awaits(exchange, store.recordSoon(delivery, Outcome.of(DeliveryState.SUPERSEDED, delivery.delivery().round()), List.of()));
        meters.counter("hub.delivery.superseded", "destination", delivery.destination()).increment();
    }

    /** Whether the delivery is given up: the fault is final, or the parking schedule is used up. */
    public boolean exhausted(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        FaultClass faultClass = delivery.fault().faultClass();
        return faultClass == FaultClass.PERMANENT || faultClass == FaultClass.IN_DOUBT
                || delivery.delivery().round() >= destinations.get(delivery.destination()).policy().parking().size();
    }

    /** Parks the delivery until its next round. */
    public void park(Exchange exchange) throws JsonProcessingException {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        int round = delivery.delivery().round();
        Instant next = clock.instant().plus(pause(delivery, round));
        store.record(delivery, new Outcome(DeliveryState.PARKED, round + 1, null, null, next, delivery.fault(),
                json.writeValueAsString(delivery.delivery().inRound(round + 1))));
        meters.counter("hub.delivery.parked", "destination", delivery.destination()).increment();
        LINES.info("parked for " + delivery.destination() + ": " + delivery.fault().code(), delivery.delivery().id(), "Parked {} until {}: {}",
                delivery.delivery().id(), next, delivery.fault().code());
    }

    /** Makes the delivery a dead letter. */
    public void deadLetter(Exchange exchange) throws JsonProcessingException {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        Fault fault = delivery.fault();
        store.record(delivery, new Outcome(DeliveryState.DEAD, delivery.delivery().round(), null, null, null, fault,
                json.writeValueAsString(delivery.delivery())));
        LINES.warn("dead letters of " + delivery.destination() + ": " + fault.faultClass() + ' ' + fault.code(), delivery.delivery().id(),
                "Dead letter {} (id {}): {} {} - {}", delivery.delivery().id(), delivery.delivery().deadLetterId(),
                fault.faultClass(), fault.code(), fault.message());
    }

    /**
     * The circuit opened on the way, or the hub stops: keeps the attempts made so far and gives the own claim back; the delivery
     * itself stays in its queue. A claim that was found never comes as far as this: see {@link Claims#refuseUnsettled}.
     */
    public void waits(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        boolean claimed = delivery.row() != null && delivery.row().state() == DeliveryState.CLAIMED;
        if (claimed || !delivery.attempts().isEmpty()) {
            // With what went wrong: while a circuit is open nothing is parked, and an operator asks why it opened.
            store.record(delivery, new Outcome(DeliveryState.WAITING, delivery.delivery().round(), null, null, null, delivery.fault(), null));
        }
    }

    /** The event that tells of a dead letter, if one does. */
    public List<Event> failure(Exchange exchange) {
        DeliveryPass delivery = DeliveryPass.of(exchange);
        Delivery dead = delivery.delivery();
        int attempts = (delivery.row() == null ? 0 : delivery.row().attempts()) + delivery.attempts().size();
        return FailureEvents.of(dead, dead.round(), delivery.fault(), attempts, clock.instant()).stream().toList();
    }

    private Duration pause(DeliveryPass delivery, int round) {
        Duration scheduled = destinations.get(delivery.destination()).policy().parking().get(round);
        Duration asked = delivery.fault().retryAfter();
        if (asked == null || asked.compareTo(scheduled) <= 0) {
            return scheduled;
        }
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    /** For the history only: the provider has taken the delivery, whether its answer can be read or not. */
    private static String excerpt(Exchange exchange) {
        try {
            return DeliveryRepository.cut(FaultClassifier.excerpt(exchange.getMessage().getBody(String.class)), 500);
        } catch (RuntimeCamelException e) {
            LOG.debug("The answer to a delivery could not be read", e);
            return null;
        }
    }
}
