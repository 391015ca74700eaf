package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.EditRules.Editor;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.delivery.record.ReplayPublisher;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventRecords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Dead letters: edit, replay, discard, one at a time; many are the work of {@link DeadLetterJobRunner}. A replay that fails
 * again is the same dead letter with more history.
 */
public class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    /** Who acted, and why where somebody said. */
    private static final int LONGEST_ACT = 500;

    private final GroupCommit commits;
    private final ReplayPublisher publisher;
    private final Topics topics;
    private final Destinations destinations;
    private final EditRules rules;
    private final ObjectMapper json;
    private final Clock clock;

    DeadLetters(GroupCommit commits, ReplayPublisher publisher, Topics topics, Destinations destinations, EditRules rules, ObjectMapper json, Clock clock) {
        this.destinations = destinations;
        this.rules = rules;
        this.commits = commits;
        this.publisher = publisher;
        this.topics = topics;
        this.json = json;
        this.clock = clock;
    }

    /** What an operator can do with a dead letter. */
    public enum Action { REPLAY, DISCARD }

    /**
     * What is written in the same transaction as an act, so that both happen or neither.
     *
     * @param act  with the act
     * @param mark with the mark that follows when Kafka has it
     */
    record Along(List<Write> act, List<Write> mark) {

        private static final Along NOTHING = new Along(List.of(), List.of());
    }

    /**
     * Replaces what will be delivered when it is replayed.
     *
     * @return false when it is no longer dead, or was changed since it was looked at
     * @throws NotReplayableException when it never was a delivery
     * @throws UnfitPayloadException  when it could not be replayed with this
     * @throws SignedPayloadException when it is not this editor's to change
     */
    public boolean edit(Found letter, JsonNode payload, Editor editor) throws JsonProcessingException {
        if (letter.state() != DeliveryState.DEAD) {
            return false;
        }
        if (payload == null || !payload.isContainerNode()) {
            throw new UnfitPayloadException("The payload must be a JSON object or array.");
        }
        Delivery kept = delivery(letter);
        JsonNode marked = rules.edited(letter.destination(), kept.payload(), payload, editor);
        outgoing(letter, kept.withPayload(payload)); // or it could be edited into something that never goes back
        String content = json.writeValueAsString(kept.withPayload(marked));
        boolean done = write(letter, "edited", editor.name(), new Write(true, """
                update delivery set content = ?, attempts = attempts + 1, updated_at = ? where id = ? and state = 'dead' and attempts = ?""",
                content, clock.instant(), letter.id(), letter.attempts()), List.of());
        if (done && editor.mayForge() && (letter.destination().equals(DeadLetterBox.INBOX) || letter.destination().equals(DeadLetterBox.ROUTING))) {
            LOG.warn("{} edited what was received and kept as dead letter {} ({}): it is marked, and no longer what its sender said",
                    editor.name(), letter.deadLetterId(), letter.destination());
        }
        return done;
    }

    /**
     * Sends it through delivery again. The act is written first, then published, then marked: a kill between any two
     * leaves at worst a second copy, which its round drops.
     *
     * @return false when it is no longer dead, or was changed since it was looked at
     * @throws NotReplayableException when it never was a delivery
     * @throws UnfitPayloadException  when its payload is not what the stage that failed reads
     */
    public boolean replay(Found letter, String operator) throws JsonProcessingException {
        return replay(letter, operator, Along.NOTHING);
    }

    public boolean replay(Found letter, String operator, Along along) throws JsonProcessingException {
        if (letter.state() != DeliveryState.DEAD) {
            return false;
        }
        Outgoing record = outgoing(letter, delivery(letter).inRound(letter.round() + 1));
        if (!write(letter, "replayed", operator, new Write(true, """
                update delivery set attempts = attempts + 1 where id = ? and state = 'dead' and attempts = ? and round = ?""",
                letter.id(), letter.attempts(), letter.round()), along.act)) {
            return false;
        }
        send(letter, record, along.mark);
        return true;
    }

    /** Goes on with a replay whose act is written: nobody knows whether Kafka has it, and a second copy is dropped by its round. */
    void replayAgain(Found letter, Along along) throws JsonProcessingException {
        send(letter, outgoing(letter, delivery(letter).inRound(letter.round() + 1)), along.mark);
    }

    private void send(Found letter, Outgoing record, List<Write> along) {
        publisher.publish(record.topic, record.key, record.headers, record.value);
        List<Write> writes = new ArrayList<>(along);
        // Changes nothing where a consumer was faster and has settled it.
        writes.add(new Write("update delivery set state = 'queued', round = ?, updated_at = ? where id = ? and state = 'dead' and round = ?",
                letter.round() + 1, clock.instant(), letter.id(), letter.round()));
        commits.commit(writes);
    }

    /** @param key what it must not overtake, or be overtaken by: as the first time */
    private record Outgoing(String topic, String key, Map<String, Object> headers, byte[] value) {
    }

    /** Where it goes back to, and as what, depends on the stage that failed. */
    private Outgoing outgoing(Found letter, Delivery next) throws JsonProcessingException {
        return switch (letter.destination()) {
            case DeadLetterBox.ROUTING -> {
                byte[] event = json.writeValueAsBytes(event(next.payload()));
                yield new Outgoing(topics.ofEvent(letter.type()), letter.subject(), Map.of(), event);
            }
            case DeadLetterBox.INBOX -> {
                StoredRequest request = request(next.payload());
                // The headers say what the hub found about the bytes; without them nobody could read the record.
                if (!payload(letter).path("headers").equals(next.payload().path("headers"))) {
                    throw new UnfitPayloadException("Of a request that was received only the body can be edited (base64).");
                }
                yield new Outgoing(Topics.INBOX, request.key() == null ? letter.subject() : request.key(), request.headers(), request.body());
            }
            default -> new Outgoing(Topics.ofDestination(letter.destination()), queueKey(next), Map.of(), json.writeValueAsBytes(next));
        };
    }

    /** That of a destination that is gone is the lane: what it counted by is gone with it. */
    private String queueKey(Delivery next) {
        Destination destination = destinations.all().get(next.destination());
        return destination == null ? next.lane() : destination.queueKey(next.payload(), next.lane());
    }

    private JsonNode event(JsonNode payload) {
        try {
            if (EventRecords.isWhole(json.treeToValue(payload, Event.class))) {
                return payload;
            }
        } catch (JsonProcessingException e) {
            // The same answer; its own would quote the payload.
        }
        throw new UnfitPayloadException("The payload must be the whole event, with id, type, source and data.");
    }

    private StoredRequest request(JsonNode payload) {
        try {
            StoredRequest request = json.treeToValue(payload, StoredRequest.class);
            if (request.headers() != null && request.body() != null) {
                return request;
            }
        } catch (JsonProcessingException e) {
            // The same answer; its own would quote the payload.
        }
        throw new UnfitPayloadException("The payload must be the request: headers, and body in base64.");
    }

    /**
     * Gives it up for good.
     *
     * @return false when it is no longer dead, or was changed since it was looked at
     */
    public boolean discard(Found letter, String operator) {
        return discard(letter, operator, List.of());
    }

    public boolean discard(Found letter, String operator, List<Write> along) {
        if (letter.state() != DeliveryState.DEAD) {
            return false;
        }
        return write(letter, "discarded", operator, new Write(true, """
                update delivery set state = 'discarded', attempts = attempts + 1, updated_at = ? where id = ? and state = 'dead' and attempts = ?""",
                clock.instant(), letter.id(), letter.attempts()), along);
    }

    /** Two operators can look at the same letter: who acts second finds it changed. */
    private boolean write(Found letter, String what, String operator, Write change, List<Write> along) {
        List<Write> writes = new ArrayList<>(List.of(change, act(letter, what, operator)));
        writes.addAll(along);
        try {
            commits.commit(writes);
            return true;
        } catch (OptimisticLockingFailureException | DuplicateKeyException e) {
            return false;
        }
    }

    /** What was to be delivered. */
    public JsonNode payload(Found letter) {
        return content(letter).get("payload");
    }

    /** What goes with the payload. */
    public Map<String, String> headers(Found letter) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("HubDeliveryId", letter.id());
        JsonNode content = content(letter);
        for (String name : List.of("key", "object", "correlationid", "tenant", "traceparent")) {
            if (content.hasNonNull(name)) {
                headers.put("Hub" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), content.get(name).asText());
            }
        }
        return headers;
    }

    private boolean isReplayable(Found letter) {
        return letter.content() != null && !letter.eventId().equals("unknown");
    }

    private Delivery delivery(Found letter) throws JsonProcessingException {
        if (!isReplayable(letter)) {
            throw new NotReplayableException(letter.id());
        }
        return json.readValue(letter.content(), Delivery.class);
    }

    /** The delivery as it was kept; empty once it is delivered. */
    private JsonNode content(Found letter) {
        try {
            return letter.content() == null ? json.createObjectNode() : json.readTree(letter.content());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("dead letter " + letter.id() + " is not kept as JSON", e);
        }
    }

    private Write act(Found letter, String what, String operator) {
        return new Write("""
                insert into attempt (delivery_id, attempt_number, round, started_at, duration_ms, outcome, message)
                values (?, ?, ?, ?, 0, ?, ?)""", letter.id(), letter.attempts() + 1, letter.round(), clock.instant(), what,
                operator == null ? null : "by " + DeliveryRepository.cut(operator, LONGEST_ACT));
    }
}
