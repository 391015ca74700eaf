package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.DeadLetterJob;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs.Wanted;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.deadletter.JobRefusedException;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.provider.FaultClass;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** The operations of {@code openapi/hub.yaml} about many dead letters. Bean {@code deadLetterOperations}. */
class DeadLetterJobsApi {

    /** What dead letters can be told apart by, in a query and in a filter. */
    static final Set<String> CONDITIONS = Set.of("destination", "type", "class", "olderThan", "newerThan");
    private static final int MOST_IDS = 1000;

    private final DeadLetterJobs jobs;
    private final JsonRequests json = new JsonRequests();
    private final ObjectMapper texts = new ObjectMapper();
    private final Clock clock;

    DeadLetterJobsApi(DeadLetterJobs jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /** The contract's DeadLetterJob. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobView(String id, String action, String state, String by, Instant created, Instant updated, @JsonRawValue String of, int total, boolean more,
                   int done, int changed, Skipped skipped, int failed, String waits) {
    }

    /** Letters nothing was done with, by reason. */
    record Skipped(int notOpen, int changedMeanwhile, int cannotGoBack) {
    }

    public Object actOnDeadLetters(Exchange exchange) {
        JsonNode body = json.object(exchange);
        Action action = switch (body.path("action").asText()) {
            case "replay" -> Action.REPLAY;
            case "discard" -> Action.DISCARD;
            default -> throw Query.malformed("action", "must be replay or discard");
        };
        // All letters are a filter too, {}, which nobody sends by forgetting one.
        if (body.has("ids") == body.has("filter")) {
            throw Query.malformed("ids", "or filter must be given, not both");
        }
        Wanted wanted = body.has("ids") ? Wanted.these(ids(body.get("ids"))) : matching(body.get("filter"));
        JobView job = view(turned(() -> jobs.start(action, wanted, DeliveryApi.operator(exchange))));
        exchange.setProperty("job", job.id);
        return job;
    }

    public Object listDeadLetterJobs() {
        return new DeliveryApi.Page(jobs.list().stream().map(DeadLetterJobsApi::view).toList(), null);
    }

    public Object getDeadLetterJob(Exchange exchange) {
        return view(turned(() -> jobs.find(id(exchange))));
    }

    public Object stopDeadLetterJob(Exchange exchange) {
        return view(turned(() -> jobs.stop(id(exchange))));
    }

    public Object resumeDeadLetterJob(Exchange exchange) {
        return view(turned(() -> jobs.resume(id(exchange))));
    }

    public void deleteDeadLetterJob(Exchange exchange) {
        turned(() -> jobs.delete(id(exchange)) ? true : null);
    }

    /** Which open letters have all of these; those that are null are not asked for. */
    static Filter filter(Map<String, String> conditions, Instant now) {
        FaultClass faultClass = Query.oneOf("class", conditions.get("class"), FaultClass.class);
        Instant since = Query.ago("newerThan", conditions.get("newerThan"), now);
        Instant until = Query.ago("olderThan", conditions.get("olderThan"), now);
        Query.inOrder("olderThan", since, until, "must be shorter than newerThan, or nothing is both");
        return Filter.dead(conditions.get("destination"), conditions.get("type"),
                faultClass == null ? null : faultClass.name().toLowerCase(Locale.ROOT), null, since, until);
    }

    private Wanted matching(JsonNode filter) {
        if (!filter.isObject()) {
            throw Query.malformed("filter", "must be an object; {} means every open dead letter");
        }
        Map<String, String> conditions = new TreeMap<>();
        filter.fields().forEachRemaining(field -> {
            // A misspelt condition would match everything.
            if (!CONDITIONS.contains(field.getKey())) {
                throw Query.malformed("filter", "knows the texts " + String.join(", ", new TreeSet<>(CONDITIONS)) + " only");
            }
            conditions.put(field.getKey(), Query.condition("filter", field.getValue()));
        });
        return Wanted.matching(filter(conditions, clock.instant()), texts.valueToTree(Map.of("filter", conditions)).toString());
    }

    private static List<String> ids(JsonNode ids) {
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST_IDS) {
            throw Query.malformed("ids", "must be an array of 1 to " + MOST_IDS + " ids");
        }
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(Query.condition("ids", id)));
        return texts;
    }

    private static String id(Exchange exchange) {
        return PathId.of(exchange, "id");
    }

    private static <T> T turned(Supplier<T> turn) {
        try {
            T turned = turn.get();
            if (turned != null) {
                return turned;
            }
        } catch (JobRefusedException e) {
            throw DeliveryApi.conflict(e.getMessage());
        }
        throw DeliveryApi.notFound("There is no bulk action by this id.");
    }

    private static JobView view(DeadLetterJob job) {
        return new JobView(job.id(), job.action().name().toLowerCase(Locale.ROOT), job.state().name().toLowerCase(Locale.ROOT), job.by(), job.created(),
                job.updated(), job.askedFor(), job.total(), job.more(), job.done(), job.changed(),
                new Skipped(job.notOpen(), job.overtaken(), job.unfit()), job.failed(), job.waits());
    }
}
