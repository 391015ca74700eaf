package com.versaai.hub.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.inbound.InboundTrials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a sender's request would become, and what the routes would do with that. Whether it proves its sender is not asked. */
final class RequestDryRun {

    /** More of a batch are shown without what the routes would do with them: each goes through every route of its type. */
    static final int MOST_RUN = 20;

    private static final Set<String> FIELDS = Set.of("headers", "body", "object");

    private final InboundTrials inbound;
    private final DryRun dryRun;

    RequestDryRun(InboundTrials inbound, DryRun dryRun) {
        this.inbound = inbound;
        this.dryRun = dryRun;
    }

    /**
     * @param outcome what its timeline would say, or {@code refused} where the door would
     * @param why     null when all of it could be mapped
     * @param reads   what would be read at the provider first, null for nothing
     * @param notRun  how many of the events are shown only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(String source, String id, String type, String outcome, String why, String reads, List<Made> events, int notRun) {
    }

    /** @param routes one result for each route that subscribes to events of this type */
    record Made(Event event, List<DryRun.Result> routes) {
    }

    /**
     * @param given {@code body} (JSON, or its exact text), {@code headers} by name, and {@code object}, the answer to what would be read
     * @throws ProblemException 404 when there is no such source, 400 when it is no request
     */
    Result run(String source, JsonNode given) {
        if (!inbound.sources().contains(source)) {
            throw new ProblemException(404, "not-found", "There is no source of this name. Those there are: " + String.join(", ", inbound.sources()) + ".", null);
        }
        given.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw malformed("There is no field " + name + "; a request has body, headers and object.");
            }
        });
        if (!given.hasNonNull("body")) {
            throw malformed("body is missing: what the sender sends, as JSON or as its exact text.");
        }
        InboundTrials.Shown shown = inbound.shown(source, headers(given.path("headers")), bytes(given.get("body")),
                given.hasNonNull("object") ? bytes(given.get("object")) : null);
        List<Event> run = shown.events().subList(0, Math.min(shown.events().size(), MOST_RUN));
        List<List<DryRun.Result>> results = run.isEmpty() ? List.of() : dryRun.run(run);
        List<Made> events = new ArrayList<>();
        for (int i = 0; i < shown.events().size(); i++) {
            events.add(new Made(shown.events().get(i), i < results.size() ? results.get(i) : List.of()));
        }
        return new Result(source, shown.id(), shown.type(), shown.outcome(), shown.why(), shown.reads(), events, events.size() - run.size());
    }

    private static byte[] bytes(JsonNode json) {
        return (json.isTextual() ? json.textValue() : json.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(JsonNode given) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!given.isMissingNode() && !given.isObject()) {
            throw malformed("headers must be an object: texts by name.");
        }
        given.fields().forEachRemaining(header -> {
            if (!header.getValue().isTextual()) {
                throw malformed("headers must be texts by name.");
            }
            headers.put(header.getKey(), header.getValue().textValue());
        });
        return headers;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(400, "malformed", detail, null);
    }
}
