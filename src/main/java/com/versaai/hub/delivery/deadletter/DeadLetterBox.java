package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository.Outcome;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.delivery.record.FailureEvents;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Clock;
import java.time.Instant;

/**
 * Keeps what an earlier stage could not work on, so that it is browsed, mended and replayed like a failed delivery. The
 * stage stands in the place of the destination.
 */
public final class DeadLetterBox {

    /** Requests that could not be mapped; a replay goes back to {@code hub.inbox}. */
    public static final String INBOX = "inbox";
    /** Events that could not be routed; a replay goes back to the event's topic. */
    public static final String ROUTING = "routing";

    private static final String SETTLE = """
            update delivery set state = 'delivered', content = null, updated_at = ? where id = ? and state in ('dead', 'queued')""";

    private final DeliveryRepository store;
    private final EventPublisher events;
    private final ObjectMapper json;
    private final Clock clock;

    public DeadLetterBox(DeliveryRepository store, EventPublisher events, ObjectMapper json, Clock clock) {
        this.store = store;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What is kept.
     *
     * @param id      the same thing failing again must give the same id
     * @param stage   {@link #INBOX}, {@link #ROUTING}, or the destination in whose queue it lay
     * @param action  the route that failed
     * @param content what a replay needs
     * @param code    short reason
     * @param why     for the operator, without personal data
     * @param record  topic, partition and offset of the record it is made from: the same one read again, because its offset was
     *                not yet committed, is no new failure
     */
    public record Letter(String id, String stage, String action, String eventId, String eventType, String subject, Instant time,
                         JsonNode content, String code, String why, String record) {
    }

    /** The write that says of a letter, if it was ever kept, that its replay went well. */
    public static Write settle(String id, Instant now) {
        return new Write(SETTLE, now, id);
    }

    /**
     * Returns when the letter is durable and {@code integration.failed} is published. A kill between the two publishes the
     * same event again, which causes nothing new.
     *
     * @return its id in the API
     */
    public String keep(Letter letter) throws JsonProcessingException {
        return keep(letter, null);
    }

    /** @param event what failed, so that the failure's event goes with it; null where that is not known */
    public String keep(Letter letter, Event event) throws JsonProcessingException {
        Delivery delivery = new Delivery(letter.id, letter.stage, letter.action, letter.eventId, letter.eventType, letter.subject,
                letter.time, event == null ? null : event.correlationid(), event == null ? null : event.tenant(),
                event == null ? null : event.traceparent(), 0, null, null, letter.content);
        DeliveryRepository.Row row = store.find(letter.id);
        String record = EventId.name(letter.record);
        // Whatever became of the letter since: its replay is a record of its own.
        if (row != null && record.equals(row.claimedBy())) {
            return delivery.deadLetterId();
        }
        DeliveryPass attempt = new DeliveryPass(delivery);
        attempt.found(row);
        attempt.start(clock.instant());
        Fault fault = new Fault(FaultClass.PERMANENT, null, letter.code, letter.why, null, null);
        attempt.failed(clock.instant(), fault, null);
        // A round further, so that the replay which led here does not take it for what it has just sent off.
        int round = row == null ? 0 : row.round() + 1;
        int attempts = (row == null ? 0 : row.attempts()) + 1;
        Event told = FailureEvents.of(delivery, round, fault, attempts, clock.instant()).orElse(null);
        if (told != null) {
            events.publish(told);
        }
        store.record(attempt, new Outcome(DeliveryState.DEAD, round, record, null, null, fault,
                json.writeValueAsString(delivery)));
        return delivery.deadLetterId();
    }
}
