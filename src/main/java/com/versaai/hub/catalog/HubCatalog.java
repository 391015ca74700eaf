package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Action;
import com.versaai.hub.catalog.Catalog.Bean;
import com.versaai.hub.catalog.Catalog.Destination;
import com.versaai.hub.catalog.Catalog.EventType;
import com.versaai.hub.catalog.Catalog.Kamelet;
import com.versaai.hub.catalog.Catalog.Operation;
import com.versaai.hub.catalog.Catalog.Producer;
import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.engine.Topics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;

/** Everything the hub is made of, as it runs now; nothing in it is listed by hand. Bean {@code hubCatalog}. */
class HubCatalog {

    private final ModelCamelContext context;
    private final Topics topics;
    private final Destinations delivery;
    private final Path mappings;
    private final Supplier<Map<String, String>> files;
    private final Supplier<List<Bean>> publishing;

    /**
     * @param files      running files, with the ids of their routes
     * @param publishing beans that publish events without a route
     */
    HubCatalog(ModelCamelContext context, Topics topics, Destinations delivery, Path mappings,
               Supplier<Map<String, String>> files, Supplier<List<Bean>> publishing) {
        this.context = context;
        this.topics = topics;
        this.delivery = delivery;
        this.mappings = mappings;
        this.files = files;
        this.publishing = publishing;
    }

    /** The contract's answer. */
    public Catalog getCatalog() {
        RunningRoutes running = RunningRoutes.of(context);
        List<Operation> operations = running.operations();
        List<Route> routes = running.routes(operations, this::queues, files.get());
        List<Bean> publishers = publishing.get();
        return new Catalog(routes, kamelets(running, routes), eventTypes(routes, publishers), destinations(running, routes), operations,
                publishers);
    }

    private List<Kamelet> kamelets(RunningRoutes running, List<Route> routes) {
        return running.kamelets().stream().map(head -> new Kamelet(head.name(), head.type(), head.title(), head.description(),
                running.outward(head.name()), head.parameters(),
                routes.stream().filter(route -> route.kamelets().contains(head.name())).map(Route::id).toList(),
                running.instances(head.name()))).toList();
    }

    /** Queues of the enabled destinations that a planned action goes to. */
    private List<String> queues(RouteSteps.Plan plan) {
        return delivery.all().entrySet().stream()
                .filter(entry -> entry.getValue().enabled() && addresses(plan, entry.getKey(), entry.getValue()))
                .map(entry -> Topics.ofDestination(entry.getKey())).toList();
    }

    private static boolean addresses(RouteSteps.Plan plan, String name, com.versaai.hub.delivery.destination.Destination destination) {
        return plan.to().equals(name) || plan.to().equals(destination.kind());
    }

    private List<EventType> eventTypes(List<Route> routes, List<Bean> publishers) {
        List<String> types = new ArrayList<>(topics.eventTypes());
        types.add("*"); // whatever has no topic of its own
        return types.stream().map(type -> {
            String topic = topics.ofEvent(type);
            List<Producer> producers = new ArrayList<>();
            routes.forEach(route -> Stream.of(topic, Catalog.ANY_EVENT)
                    .filter(name -> route.produces().contains(name) || route.onFailure().contains(name))
                    .forEach(name -> producers.add(new Producer(route.id(), name))));
            publishers.forEach(bean -> bean.produces().forEach(name -> producers.add(new Producer("bean " + bean.name(), name))));
            return new EventType(type, topic, producers, consumers(routes, topic));
        }).toList();
    }

    private static List<String> consumers(List<Route> routes, String topic) {
        return routes.stream().filter(route -> route.consumes().contains(topic)).map(Route::id).toList();
    }

    private List<Destination> destinations(RunningRoutes running, List<Route> routes) {
        List<Destination> destinations = new ArrayList<>();
        delivery.all().forEach((name, settings) -> {
            String topic = Topics.ofDestination(name);
            List<Action> actions = new ArrayList<>();
            running.plans().forEach((route, plans) -> plans.stream().filter(plan -> addresses(plan, name, settings))
                    .forEach(plan -> actions.add(action(settings, route, plan))));
            destinations.add(new Destination(name, settings.kind(), settings.enabled(), settings.idempotent(), topic,
                    consumers(routes, topic).stream().findFirst().orElse(null), actions, circuit(name)));
        });
        return destinations;
    }

    private Action action(com.versaai.hub.delivery.destination.Destination destination, String route, RouteSteps.Plan plan) {
        Path file = mappings.resolve(destination.connector()).resolve(destination.mappingOf(plan.action()) + ".jq").normalize();
        boolean exists = file.startsWith(mappings.normalize()) && Files.exists(file);
        return new Action(plan.action(), route, plan.why(), file.toString(), exists);
    }

    private String circuit(String destination) {
        CircuitBreaker breaker = context.getRegistry().lookupByNameAndType(destination + "-circuit", CircuitBreaker.class);
        return breaker == null ? null : breaker.getState().name();
    }
}
