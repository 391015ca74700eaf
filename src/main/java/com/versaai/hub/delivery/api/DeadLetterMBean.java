package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.DeadLetterJob;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs.Wanted;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.deadletter.DeadLetters;
import com.versaai.hub.delivery.deadletter.EditRules.Editor;
import com.versaai.hub.delivery.deadletter.JobRefusedException;
import com.versaai.hub.delivery.deadletter.SignedPayloadException;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** The dead letters in JMX, so that an operator works with them in Hawtio: {@code com.versaai.hub:type=DeadLetters}. */
@ManagedResource(objectName = "com.versaai.hub:type=DeadLetters", description = "DeliveryQueries that were given up")
public class DeadLetterMBean {

    private static final String OPERATOR = "jmx";
    private static final int MOST = 200;
    private static final int LONGEST = 300;

    private final DeliveryQueries deliveries;
    private final DeadLetters deadLetters;
    private final DeadLetterJobs jobs;
    private final Timelines timelines;
    private final ObjectMapper json;
    private final JsonRequests requests = new JsonRequests();

    DeadLetterMBean(DeliveryQueries deliveries, DeadLetters deadLetters, DeadLetterJobs jobs, Timelines timelines, ObjectMapper json) {
        this.deliveries = deliveries;
        this.deadLetters = deadLetters;
        this.jobs = jobs;
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

    /** @return the job that does it */
    @ManagedOperation(description = "Delivers all that match again, as a job; empty arguments match all")
    @ManagedOperationParameter(name = "destination", description = "slack, salesforce … or empty")
    @ManagedOperationParameter(name = "type", description = "event type or empty")
    public String replayAll(String destination, String type) {
        return start(Action.REPLAY, destination, type);
    }

    /** @return the job that does it */
    @ManagedOperation(description = "Gives up all that match, as a job; empty arguments match all")
    @ManagedOperationParameter(name = "destination", description = "slack, salesforce … or empty")
    @ManagedOperationParameter(name = "type", description = "event type or empty")
    public String discardAll(String destination, String type) {
        return start(Action.DISCARD, destination, type);
    }

    /** Every job and how far it is, the latest first. */
    @ManagedOperation(description = "What replayAll, discardAll and the API have started, and how far it is")
    public List<String> jobs() {
        return jobs.list().stream().map(DeadLetterMBean::text).toList();
    }

    /** @return how far it is */
    @ManagedOperation(description = "Stops a job after the letter it is at")
    @ManagedOperationParameter(name = "id", description = "first column of jobs")
    public String stopJob(String id) {
        return turned(() -> jobs.stop(strip(id)));
    }

    /** @return how far it is */
    @ManagedOperation(description = "Goes on with a job that was stopped")
    @ManagedOperationParameter(name = "id", description = "first column of jobs")
    public String resumeJob(String id) {
        return turned(() -> jobs.resume(strip(id)));
    }

    private String start(Action action, String destination, String type) {
        Map<String, String> conditions = new TreeMap<>();
        conditions.computeIfAbsent("destination", name -> blank(destination));
        conditions.computeIfAbsent("type", name -> blank(type));
        String text = json.valueToTree(Map.of("filter", conditions)).toString();
        return turned(() -> jobs.start(action, Wanted.matching(filter(destination, type), text), OPERATOR));
    }

    private static String turned(Supplier<DeadLetterJob> turn) {
        DeadLetterJob job;
        try {
            job = turn.get();
        } catch (JobRefusedException e) {
            throw new IllegalStateException(e.getMessage()); // a class that a JMX client knows
        }
        if (job == null) {
            throw new IllegalArgumentException("no job by this id");
        }
        return text(job);
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
        if (text != null && text.length() > LONGEST) {
            throw new IllegalArgumentException("destination and type have at most " + LONGEST + " characters");
        }
        return text == null || text.isBlank() ? null : text.strip().replace('\0', ' '); // PostgreSQL refuses NUL
    }

    private static String strip(String id) {
        return id == null ? "" : id.strip();
    }

    private static String text(DeadLetterJob job) {
        return job.id() + "  " + job.action().name().toLowerCase(Locale.ROOT) + " " + job.state().name().toLowerCase(Locale.ROOT) + ", by " + job.by()
                + " " + job.askedFor() + ": " + job.done() + " of " + job.total() + (job.more() ? " (there were more)" : "") + ", " + job.changed()
                + " changed, " + job.overtaken() + " changed meanwhile, " + job.unfit() + " cannot go back, " + job.failed() + " failed"
                + (job.waits() == null ? "" : "; " + job.waits());
    }
}
