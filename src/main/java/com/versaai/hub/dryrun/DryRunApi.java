package com.versaai.hub.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.dryrun.TimeTravel.Trial;
import com.versaai.hub.gateway.Age;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.gateway.ProblemException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** The HTTP operations. Bean {@code dryRuns}. */
public class DryRunApi {

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int MOST_EVENTS = 1000;
    private static final int USUAL_EVENTS = 100;
    private static final Set<String> FIELDS = Set.of("files", "since", "type", "limit");
    private static final String FILE = "routes/(?!connectors/)[\\w./-]{1,200}\\.(java|ya?ml)|kamelets/[\\w./-]{1,200}\\.kamelet\\.yaml|"
            + TimeTravel.MAPPINGS + "[\\w./-]{1,200}\\.jq";

    private final DryRun dryRun;
    private final RequestDryRun shown;
    private final TimeTravel travel;
    private final Samples samples;
    private final TrialGuard guard;
    private final JsonRequests requests = new JsonRequests();
    private final Clock clock;

    DryRunApi(DryRun dryRun, RequestDryRun shown, TimeTravel travel, Samples samples, TrialGuard guard, Clock clock) {
        this.dryRun = dryRun;
        this.shown = shown;
        this.travel = travel;
        this.samples = samples;
        this.guard = guard;
        this.clock = clock;
    }

    /** {@code POST /api/v1/routes/{routeId}/dry-run}. */
    public Object dryRunRoute(Exchange exchange) {
        return guard.shown(dryRun.run(PathId.of(exchange, "routeId"), dryRun.event(requests.object(exchange))));
    }

    /** {@code POST /api/v1/sources/{source}/dry-run}. */
    public Object dryRunSource(Exchange exchange) {
        // Mappings may copy whatever they are given.
        return guard.shown(shown.run(exchange.getMessage().getHeader("source", String.class), requests.object(exchange)));
    }

    /** {@code POST /api/v1/routes/try}. */
    public Object tryRoutes(Exchange exchange) {
        JsonNode body = requests.object(exchange);
        wellTyped(body);
        Map<String, String> files = new TreeMap<>();
        body.path("files").fields().forEachRemaining(file -> {
            if (!file.getKey().matches(FILE) || file.getKey().contains("..") || !file.getValue().isTextual()) {
                throw malformed("files must name texts by path: routes/….java, routes/….yaml, routes/connectors/….jq or kamelets/….kamelet.yaml");
            }
            files.put(file.getKey(), file.getValue().asText());
        });
        int limit = body.path("limit").asInt(USUAL_EVENTS);
        if (limit < 1 || limit > MOST_EVENTS) {
            throw malformed("limit must be 1 to " + MOST_EVENTS);
        }
        Trial trial = new Trial(files, since(body.path("since").asText("")), body.path("type").textValue(), limit);
        if (!files.isEmpty()) {
            guard.begin(exchange, files.size());
        }
        return guard.shown(travel.run(trial));
    }

    /** Said instead of guessed: a trial of other files or events than meant answers "no differences", which reads as "go ahead". */
    private static void wellTyped(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw malformed("There is no field " + name + "; a trial has files, since, type and limit.");
            }
        });
        if (body.has("files") && !body.get("files").isObject()) {
            throw malformed("files must be an object: texts by path");
        }
        for (String name : List.of("since", "type")) {
            if (body.has(name) && !body.get(name).isTextual()) {
                throw malformed(name + " must be a text");
            }
        }
        if (body.has("limit") && !body.get("limit").canConvertToInt() || body.path("limit").isFloatingPointNumber()) {
            throw malformed("limit must be 1 to " + MOST_EVENTS);
        }
    }

    /** {@code GET /api/v1/routes/sample?event=}. */
    public Object sampleEvent(Exchange exchange) {
        String id = exchange.getMessage().getHeader("event", String.class);
        if (id == null || id.isBlank()) {
            throw malformed("event must be an event's id");
        }
        return samples.of(id);
    }

    /** A moment, or a duration before now: 24h, 30m, P1D. */
    private Instant since(String text) {
        try {
            Instant since = moment(text);
            // Kafka counts milliseconds from 1970 on, and has nothing of before.
            return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : Instant.ofEpochMilli(since.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed("since must be a time (2026-01-05T10:00:00Z) or how long ago (24h, 30m, 2d)");
        }
    }

    private Instant moment(String text) {
        if (text.isBlank()) {
            return clock.instant().minus(A_DAY);
        }
        if (text.matches("\\d{1,6}[smhd]")) {
            return clock.instant().minus(Age.of("since", text.endsWith("d") ? "P" + text : "PT" + text));
        }
        return text.startsWith("P") ? clock.instant().minus(Age.of("since", text)) : Instant.parse(text);
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(400, "malformed", detail, null);
    }
}
