package com.versaai.hub.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.plan.NoEventException;
import com.versaai.hub.delivery.plan.PlannedDelivery;
import com.versaai.hub.delivery.plan.TrialPlans;
import com.versaai.hub.dryrun.Requests.Request;
import com.versaai.hub.dryrun.Steps.Branch;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.reload.BrokenTextException;
import com.versaai.hub.reload.Stage;
import com.versaai.hub.reload.Stages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/** Runs one event through one event route on a stage and shows what would happen. */
final class DryRun {

    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final Stages stages;
    private final TrialPlans plans;
    private final Topics topics;
    private final ApplicationContext spring;
    private final ObjectMapper json;

    DryRun(Stages stages, TrialPlans plans, Topics topics, ApplicationContext spring, ObjectMapper json) {
        this.stages = stages;
        this.plans = plans;
        this.topics = topics;
        this.spring = spring;
        this.json = json;
    }

    /**
     * @param requests what the route itself would have called or sent, beside what it plans; a bean that does not only compute is such a call
     * @param error    what the route failed with and where, null when it did not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(String routeId, String eventId, String type, List<Branch> branches, List<Planned> deliveries, List<Request> requests, String error) {
    }

    /**
     * One line of the plan.
     *
     * @param deliveryId null when there is nothing to deliver
     * @param payload    what the mapping made, where a call's address that is masked says less (a Slack channel)
     * @param requests   what would go out, in this order
     * @param error      why the call could not be made up to its end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Planned(String destination, String action, String why, String deliveryId, JsonNode payload, List<Request> requests, String error) {
    }

    /**
     * @throws ProblemException 404 when no such route subscribes to events
     */
    Result run(String routeId, Event event) {
        return onStage((stage, requests) -> {
            if (!stage.subscribers().contains(routeId)) {
                throw new ProblemException(404, "not-found", "No route of this id subscribes to events. Those that do: "
                        + String.join(", ", stage.subscribers()) + ".", null);
            }
            return run(stage, requests, routeId, event);
        });
    }

    /** Each event through every route that subscribes to its type, in the order of the events. */
    List<List<Result>> run(List<Event> events) {
        return onStage((stage, requests) -> events.stream().map(event -> stage.subscribers().stream()
                .filter(route -> stage.topics(route).contains(topics.ofEvent(event.type())))
                .map(route -> run(stage, requests, route, event)).toList()).toList());
    }

    private <T> T onStage(BiFunction<Stage, Requests, T> show) {
        Requests requests = new Requests(new Mask((ConfigurableEnvironment) spring.getEnvironment()));
        Map<String, Object> instead = new HashMap<>(requests.beans(spring));
        instead.putAll(plans.beans(Map.of()));
        try (Stage stage = stages.open(Map.of(), instead, requests::lent, context -> {
            requests.settings(context);
            context.getCamelContextExtension().addInterceptStrategy(new Steps());
        })) {
            return show.apply(stage, requests);
        } catch (BrokenTextException e) {
            throw new ProblemException(409, "conflict", "The routes cannot be run for show: " + e.getMessage(), null);
        }
    }

    private Result run(Stage stage, Requests requests, String routeId, Event event) {
        List<Set<NamedNode>> seen = new ArrayList<>();
        Exchange done = stage.route(routeId, exchange -> {
            seen.add(Steps.watch(exchange));
            exchange.getMessage().setBody(json.writeValueAsBytes(event));
        });
        List<Branch> branches = Steps.branches(stage.context().getRouteDefinition(routeId), seen.get(0));
        String error = error(stage, done);
        List<Planned> deliveries = new ArrayList<>();
        List<Request> own = requests.drain();
        if (error == null) {
            PlannedDelivery.of(done).forEach(line -> deliveries.add(planned(stage, requests, line)));
        }
        return new Result(routeId, event.id(), event.type(), branches, deliveries, own, error);
    }

    private Planned planned(Stage stage, Requests requests, PlannedDelivery line) {
        if (line.delivery() == null) {
            return new Planned(line.destination(), line.action(), line.why(), null, null, List.of(), null);
        }
        Exchange called = stage.call(line.destination(), exchange -> {
            // By which a destination with several kamelets chooses.
            exchange.setProperty("action", line.action());
            line.put(exchange.getMessage(), json);
        });
        List<Request> made = requests.drain();
        // A kamelet may find fault with the stage's empty answer; its request is made up by then.
        String error = called == null ? "no delivery route calls " + line.destination() : made.isEmpty() ? error(stage, called) : null;
        return new Planned(line.destination(), line.action(), line.why(), line.delivery().id(), line.delivery().payload(), made, error);
    }

    /**
     * What it failed with and where; null when it did not. Not the exception's text, which may hold anything that the code, or Camel for it,
     * has read; only of mappings, whose failures quote the mapping and no value.
     */
    static String error(Stage stage, Exchange exchange) {
        Throwable thrown = exchange.getException() != null ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (thrown == null) {
            // The others of its plan would go out; for show, what fails is what counts.
            return PlannedDelivery.unmapped(exchange);
        }
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        boolean own = root instanceof MappingException || root instanceof NoEventException || root instanceof NotOnAStageException;
        String outline = own ? root.getMessage() : stage.outline(thrown);
        LOG.debug("For show, a route failed: {}", outline);
        return outline;
    }

    /** An event as a caller may give it: only {@code type} and {@code data} are needed. */
    Event event(JsonNode given) {
        try {
            if (!given.path("type").isTextual() || !given.path("data").isObject()) {
                throw new ProblemException(400, "malformed", "The body must be an event: a JSON object with type and data.", null);
            }
            Event event = json.treeToValue(given, Event.class);
            Event made = Event.of(event.source() == null ? "/versaai" : event.source(), event.originid() == null ? "dry-run" : event.originid(),
                    event.type(), event.subject(), event.time() == null ? java.time.Instant.now() : event.time(), event.data());
            return event.id() == null ? made : new Event("1.0", event.id(), made.source(), made.type(), made.subject(), made.time(),
                    made.datacontenttype(), made.data(), made.originid(), event.correlationid(), made.dataversion(), event.tenant(), null, null);
        } catch (IOException e) {
            throw new ProblemException(400, "malformed", "The body is no JSON event.", null);
        }
    }
}
