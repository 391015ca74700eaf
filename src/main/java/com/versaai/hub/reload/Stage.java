package com.versaai.hub.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        List<RouteBuilder> configured = new ArrayList<>();
        for (RouteUnit unit : units) {
            for (RouteBuilder builder : unit.builders(context)) {
                builder.configureRoutes(context);
                refuseLatePlans(unit, builder);
                configured.add(builder);
            }
        }
        configured.forEach(this::findCalls);
        Set<RouteDefinition> shown = shown(configured.stream().flatMap(builder -> builder.getRouteCollection().getRoutes().stream()).toList());
        for (RouteBuilder builder : configured) {
            add(builder, shown);
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

    private static void refuseLatePlans(RouteUnit unit, RouteBuilder builder) {
        LatePlans.of(builder.getRouteCollection().getRoutes()).stream().findFirst().ifPresent(late -> {
            throw new BrokenTextException(unit.file().path() + ':' + Math.max(0, late.step().getLineNumber()) + ": " + late.why());
        });
    }

    private void findCalls(RouteBuilder builder) {
        for (TemplatedRouteDefinition delivery : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            Map<String, String> parameters = new LinkedHashMap<>();
            delivery.getParameters().forEach(one -> parameters.put(one.getName(), one.getValue()));
            if (parameters.containsKey("destination") && parameters.containsKey("call")) {
                calls.put(parameters.get("destination"), parameters.get("call"));
            }
        }
    }

    /** The subscribers, the routes that they hand an event on to, and those that choose a delivery's kamelet. */
    private Set<RouteDefinition> shown(List<RouteDefinition> all) {
        Set<RouteDefinition> shown = new LinkedHashSet<>();
        all.stream().filter(route -> subscribes(route) || calls.containsValue(route.getInput().getEndpointUri())).forEach(shown::add);
        boolean more = true;
        while (more) {
            String steps = shown.stream().map(route -> String.valueOf(route.getOutputs())).collect(Collectors.joining());
            more = shown.addAll(all.stream().filter(route -> isNamed(route.getInput().getEndpointUri(), steps)).toList());
        }
        return shown;
    }

    private static boolean isNamed(String from, String steps) {
        return from.startsWith("direct:") && Pattern.compile(Pattern.quote(from.replaceFirst("\\?.*", "")) + "(?![A-Za-z0-9_-])").matcher(steps).find();
    }

    private static boolean subscribes(RouteDefinition route) {
        return route.getInput().getEndpointUri().startsWith("kamelet:" + SOURCE);
    }

    private void add(RouteBuilder builder, Set<RouteDefinition> shown) throws Exception {
        List<RouteDefinition> routes = builder.getRouteCollection().getRoutes();
        routes.removeIf(route -> !shown.contains(route));
        builder.getRestCollection().getRests().clear();
        builder.getRouteTemplateCollection().getRouteTemplates().clear();
        for (RouteDefinition route : routes.stream().filter(Stage::subscribes).toList()) {
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
