package com.versaai.hub.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.DeadLetters.Action;
import com.versaai.hub.delivery.DeadLetters.Changed;
import com.versaai.hub.delivery.Deliveries.Filter;
import com.versaai.hub.delivery.Deliveries.Found;
import com.versaai.hub.delivery.EditRules.Editor;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.ProblemException;
import java.util.List;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** The dead letters in JMX, so that an operator works with them in Hawtio: {@code com.versaai.hub:type=DeadLetters}. */
@ManagedResource(objectName = "com.versaai.hub:type=DeadLetters", description = "Deliveries that were given up")
public class DeadLetterMBean {

    private static final String OPERATOR = "jmx";
    private static final int MOST = 200;

    private final Deliveries deliveries;
    private final DeadLetters deadLetters;
    private final Timelines timelines;
    private final ObjectMapper json;
    private final JsonRequests requests = new JsonRequests();

    DeadLetterMBean(Deliveries deliveries, DeadLetters deadLetters, Timelines timelines, ObjectMapper json) {
        this.deliveries = deliveries;
        this.deadLetters = deadLetters;
        this.timelines = timelines;
        this.json = json;
    }

    /** Open dead letters, counted up to 200. */
    @ManagedAttribute(description = "Open dead letters, counted up to " + MOST)
    public int getOpen() {
        return deliveries.list(filter(null, null), MOST, 0).size();
    }

    /** The newest as JSON lines. */
    @ManagedOperation(description = "The newest open dead letters; an empty argument matches all")
    @ManagedOperationParameter(name = "destination", description = "slack, salesforce … or empty")
    @ManagedOperationParameter(name = "type", description = "event type or empty")
    public List<String> list(String destination, String type) {
        return deliveries.list(filter(destination, type), MOST, 0).stream()
                .map(letter -> letter.deadLetterId() + "  " + letter.id() + "  " + letter.type() + "  " + letter.faultClass() + " "
                        + letter.code() + ": " + letter.message()).toList();
    }

    /** Payload, cause and history as JSON. */
    @ManagedOperation(description = "One dead letter with payload, cause and every attempt")
    @ManagedOperationParameter(name = "id", description = "first column of list, or the delivery id")
    public String show(String id) throws JsonProcessingException {
        Found found = existing(id);
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(new Shown(found, deliveries.attempts(found.id())));
    }

    /** @return true when it was open and is edited now; what was signed is not edited here, since JMX knows no scopes */
    @ManagedOperation(description = "Replaces the payload of an open dead letter; not of a received request, nor of an event of a reserved source")
    @ManagedOperationParameter(name = "id", description = "first column of list, or the delivery id")
    @ManagedOperationParameter(name = "payload", description = "the whole payload as JSON")
    public boolean edit(String id, String payload) throws JsonProcessingException {
        try {
            return deadLetters.edit(existing(id), payload(payload), new Editor(OPERATOR, false));
        } catch (SignedPayloadException e) {
            // In a class that a JMX client knows.
            throw new IllegalArgumentException(e.getMessage() + " That needs a key with the scope dead-letters:forge, by HTTP.");
        }
    }

    /** @return true when it was open and is queued now */
    @ManagedOperation(description = "Delivers it again")
    @ManagedOperationParameter(name = "id", description = "first column of list, or the delivery id")
    public boolean replay(String id) throws JsonProcessingException {
        return deadLetters.replay(existing(id), OPERATOR);
    }

    /** @return true when it was open and is given up now */
    @ManagedOperation(description = "Gives it up for good")
    @ManagedOperationParameter(name = "id", description = "first column of list, or the delivery id")
    public boolean discard(String id) {
        return deadLetters.discard(existing(id), OPERATOR);
    }

    /** @return how many were matched and changed */
    @ManagedOperation(description = "Delivers all that match again; empty arguments match all")
    @ManagedOperationParameter(name = "destination", description = "slack, salesforce … or empty")
    @ManagedOperationParameter(name = "type", description = "event type or empty")
    public String replayAll(String destination, String type) throws JsonProcessingException {
        return text(deadLetters.act(Action.REPLAY, filter(destination, type), OPERATOR));
    }

    /** @return how many were matched and changed */
    @ManagedOperation(description = "Gives up all that match; empty arguments match all")
    @ManagedOperationParameter(name = "destination", description = "slack, salesforce … or empty")
    @ManagedOperationParameter(name = "type", description = "event type or empty")
    public String discardAll(String destination, String type) throws JsonProcessingException {
        return text(deadLetters.act(Action.DISCARD, filter(destination, type), OPERATOR));
    }

    /** Every step as JSON. */
    @ManagedOperation(description = "What became of an event")
    @ManagedOperationParameter(name = "id", description = "hub event id or the sender's")
    public String timeline(String id) throws JsonProcessingException {
        Object timeline = timelines.of(id).orElseThrow(() -> new IllegalArgumentException("no event is known by this id"));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(timeline);
    }

    private JsonNode payload(String text) {
        try {
            return requests.of(text);
        } catch (ProblemException e) {
            // Where it is wrong, in a class that a JMX client knows.
            throw new IllegalArgumentException(e.problem().detail());
        }
    }

    private record Shown(Found deadLetter, List<Attempt> history) {
    }

    private Found existing(String id) {
        Found found = deliveries.find(id);
        if (found == null) {
            throw new IllegalArgumentException("no dead letter by this id");
        }
        return found;
    }

    private static Filter filter(String destination, String type) {
        return Filter.dead(blank(destination), blank(type), null, null, null, null);
    }

    private static String blank(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String text(Changed changed) {
        return changed.matched() + " matched, " + changed.changed() + " changed";
    }
}
