package com.versaai.hub.reload;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * The event routes, running for show: an event goes in by hand instead of from Kafka, and comes out with its plan before anything
 * is published. Nothing is consumed; what calls a provider is up to the beans that stand in.
 */
public final class Stage implements AutoCloseable {

    private static final String SOURCE = "hub-event-source";

    private final Rehearsal rehearsal;
    private final List<RouteUnit> units;
    private final ProducerTemplate template;
    private final Set<String> subscribers = new LinkedHashSet<>();
    private final Map<String, Set<String>> topics = new LinkedHashMap<>();
    private final Map<String, String> calls = new LinkedHashMap<>();

    Stage(Rehearsal rehearsal, List<RouteUnit> units) throws Exception {
        this.rehearsal = rehearsal;
        this.units = units;
        ModelCamelContext context = context();
        context.start();
        for (RouteUnit unit : units) {
            rehearsal.provide(unit);
        }
        fromHand(context.getRouteTemplateDefinition(SOURCE));
        for (RouteUnit unit : units) {
            for (RouteBuilder builder : unit.builders(context)) {
                add(builder);
            }
        }
        this.template = context.createProducerTemplate();
    }

    /** The kamelet that feeds subscribers, from its first step up to the subscriber's own. */
    private static void fromHand(RouteTemplateDefinition source) {
        RouteDefinition route = source.getRoute();
        route.getInput().setUri("direct:stage-{{subscriber}}");
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        int end = 0;
        while (end < steps.size() && !(steps.get(end) instanceof ToDefinition to && "kamelet:sink".equals(to.getUri()))) {
            end++;
        }
        while (steps.size() > end + 1) {
            steps.remove(steps.size() - 1);
        }
    }

    private void add(RouteBuilder builder) throws Exception {
        builder.configureRoutes(context());
        for (TemplatedRouteDefinition delivery : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            Map<String, String> parameters = new LinkedHashMap<>();
            delivery.getParameters().forEach(one -> parameters.put(one.getName(), one.getValue()));
            if (parameters.containsKey("destination") && parameters.containsKey("call")) {
                calls.put(parameters.get("destination"), parameters.get("call"));
            }
        }
        List<RouteDefinition> routes = builder.getRouteCollection().getRoutes();
        routes.removeIf(route -> !route.getInput().getEndpointUri().startsWith("kamelet:" + SOURCE));
        builder.getRestCollection().getRests().clear();
        builder.getRouteTemplateCollection().getRouteTemplates().clear();
        for (RouteDefinition route : routes) {
            subscribers.add(route.getRouteId());
            topics.put(route.getRouteId(), parameter(route.getInput().getEndpointUri(), "topics"));
        }
        builder.addRoutesToCamelContext(context());
    }

    private static Set<String> parameter(String uri, String name) {
        Set<String> values = new LinkedHashSet<>();
        for (String pair : uri.substring(uri.indexOf('?') + 1).split("&")) {
            if (pair.startsWith(name + "=")) {
                values.addAll(List.of(pair.substring(name.length() + 1).split("\\s*,\\s*")));
            }
        }
        return values;
    }

    public ModelCamelContext context() {
        return rehearsal.context();
    }

    /** Ids of the routes that subscribe to events. */
    public Set<String> subscribers() {
        return subscribers;
    }

    /** The Kafka topics that a subscriber listens to. */
    public Set<String> topics(String routeId) {
        return topics.get(routeId);
    }

    /** Sends an event through a subscriber; the exchange that comes back holds the plan, or the exception. */
    public Exchange route(String routeId, Processor event) {
        return template.send("direct:stage-" + routeId, event);
    }

    /** Hands a message to the kamelet that would make the destination's call; null where there is none. */
    public Exchange call(String destination, Processor message) {
        String call = calls.get(destination);
        return call == null ? null : template.send(call, message);
    }

    /** Class and place of what an exchange of this stage failed with, for somebody outside: the text of an exception may say anything. */
    public String outline(Throwable thrown) {
        return Failure.outline(thrown, units);
    }

    @Override
    public void close() {
        rehearsal.close();
    }
}
