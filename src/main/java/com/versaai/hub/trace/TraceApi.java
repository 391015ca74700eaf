package com.versaai.hub.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.gateway.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** The HTTP operations. Bean {@code traceOperations}. Of this node: what another has done with an event, that one tells. */
public class TraceApi {

    private static final int MOST_ROUTES = 20;
    private static final int MOST_MINUTES = 60;
    private static final int USUAL_MINUTES = 15;
    private static final Set<String> FIELDS = Set.of("routes", "minutes");

    private final Traces traces;
    private final JsonRequests requests = new JsonRequests();

    TraceApi(Traces traces) {
        this.traces = traces;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Overview(Collection<String> routes, String until, List<Line> events) {
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String id, String originid, String type, String route, String at, int steps) {
    }

    /** @param left how many more steps there were than are kept */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(String id, String originid, String type, String route, String at, List<Step> steps, int left) {
    }

    /** {@code GET /api/v1/traces}. */
    public Object listTraces() {
        Traces.Watch watch = traces.watch();
        return new Overview(watch == null ? List.of() : new TreeSet<>(watch.routes()), watch == null || watch.until() == null ? null : watch.until().toString(),
                traces.all().stream().map(trace -> new Line(trace.event, trace.originid, trace.type, trace.route, trace.at.toString(), trace.steps().size()))
                        .toList());
    }

    /** {@code PUT /api/v1/traces}: whose steps are noted, and how long. */
    public Object setTraces(Exchange exchange) {
        JsonNode body = requests.object(exchange);
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw malformed(name, "is no field; there are routes and minutes");
            }
        });
        int minutes = body.has("minutes") && !body.path("minutes").isInt() ? 0 : body.path("minutes").asInt(USUAL_MINUTES);
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw malformed("minutes", "must be 1 to " + MOST_MINUTES);
        }
        traces.watch(routes(exchange, body.path("routes")), Duration.ofMinutes(minutes));
        return listTraces();
    }

    private static Set<String> routes(Exchange exchange, JsonNode wanted) {
        if (!wanted.isArray() || wanted.size() > MOST_ROUTES) {
            throw malformed("routes", "must be a list of at most " + MOST_ROUTES + " ids of routes; an empty one ends it");
        }
        Set<String> routes = new TreeSet<>();
        for (JsonNode route : wanted) {
            if (!route.isTextual() || exchange.getContext().getRoute(route.asText()) == null) {
                throw malformed("routes", "names one that is not running; GET /api/v1/catalog has them all");
            }
            routes.add(route.asText());
        }
        return routes;
    }

    /** {@code GET /api/v1/events/{id}/trace}. */
    public Object getEventTrace(Exchange exchange) {
        List<Trace> found = traces.of(PathId.of(exchange, "id"));
        if (found.isEmpty()) {
            throw new ProblemException(404, "not-found", "No step of that event was noted here. PUT /api/v1/traces says whose steps are noted; "
                    + "then send or replay it.", null);
        }
        return Map.of("traces", found.stream().map(trace -> new View(trace.event, trace.originid, trace.type, trace.route, trace.at.toString(), trace.steps(),
                trace.left())).toList());
    }

    private static ProblemException malformed(String name, String problem) {
        return new ProblemException(400, "malformed", name + " " + problem + ".", null, Map.of("parameter", name));
    }
}
