package com.versaai.hub.reload;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the routes of files out of the running CamelContext and puts others in. */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final ModelCamelContext camel;
    private final InflightCounts inflight;
    private final Duration patience;
    private final ExecutorService stopping = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "hub-route-stop");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience longest that messages inside a route are waited for */
    RouteSwap(CamelContext camel, InflightCounts inflight, Duration patience) {
        this.camel = (ModelCamelContext) camel;
        this.inflight = inflight;
        this.patience = patience;
    }

    /** Adds everything of these files but the routes that are kept; what others rest on first. */
    void add(Collection<RouteUnit> units, Set<String> kept) throws Exception {
        for (RouteUnit unit : units) {
            addProvided(unit);
        }
        for (RouteUnit unit : units) {
            addRoutes(unit, kept);
        }
    }

    /** Adds route configurations and templates of a file. */
    void addProvided(RouteUnit unit) throws Exception {
        for (RouteBuilder builder : unit.builders(camel)) {
            addProvided(builder, camel);
        }
    }

    /** Adds the routes of a file, but those that are kept, and starts them. */
    void addRoutes(RouteUnit unit, Set<String> kept) throws Exception {
        for (RouteBuilder builder : unit.builders(camel)) {
            addRoutes(builder, camel, kept);
        }
    }

    /** Route configurations and templates of a builder. */
    static void addProvided(RouteBuilder builder, CamelContext context) throws Exception {
        if (builder instanceof RouteConfigurationsBuilder configurations) {
            configurations.addRouteConfigurationsToCamelContext(context);
        }
        builder.configureRoutes(context);
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteTemplateDefinition template : builder.getRouteTemplateCollection().getRouteTemplates()) {
            RouteTemplateDefinition ofTheCatalog = model.getRouteTemplateDefinition(template.getId());
            if (ofTheCatalog != null) {
                model.removeRouteTemplateDefinition(ofTheCatalog); // read before there was one of that name in the hub's folder
            }
        }
        model.addRouteTemplateDefinitions(builder.getRouteTemplateCollection().getRouteTemplates());
        builder.getRouteTemplateCollection().getRouteTemplates().clear();
    }

    /** The routes of a builder, also those made from templates. */
    static void addRoutes(RouteBuilder builder, CamelContext context) throws Exception {
        addRoutes(builder, context, Set.of());
    }

    private static void addRoutes(RouteBuilder builder, CamelContext context, Set<String> kept) throws Exception {
        builder.configureRoutes(context);
        builder.getRouteCollection().getRoutes().removeIf(route -> kept.contains(route.getId()));
        builder.getTemplatedRouteCollection().getTemplatedRoutes().removeIf(route -> kept.contains(route.getRouteId()));
        builder.getRouteTemplateCollection().getRouteTemplates().clear();
        builder.addRoutesToCamelContext(context);
        builder.addTemplatedRoutesToCamelContext(context);
    }

    /** Whether somebody may stand in one of these routes waiting for its answer. */
    boolean areAsked(Collection<Content> contents) {
        return areFrom(contents, "(direct|rest|rest-openapi|platform-http):.*");
    }

    /** Whether requests find nobody while one of these routes is replaced. To {@code direct:} they wait for the new one. */
    boolean areEntrances(Collection<Content> contents) {
        return areFrom(contents, "(rest|rest-openapi|platform-http):.*");
    }

    private boolean areFrom(Collection<Content> contents, String pattern) {
        return contents.stream().flatMap(content -> content.routes().stream()).anyMatch(id -> isFrom(id, pattern));
    }

    private boolean isFrom(String id, String pattern) {
        Route route = camel.getRoute(id);
        return route != null && route.getEndpoint().getEndpointUri().matches(pattern);
    }

    /** Takes out everything these files added, after the messages inside have left. Unknown ids are none of its business. */
    void remove(Collection<Content> contents) throws Exception {
        remove(contents, () -> { });
    }

    /** @param waiting called when whoever comes to these routes by {@code direct:} waits for the new ones */
    void remove(Collection<Content> contents, Runnable waiting) throws Exception {
        Set<String> routes = new LinkedHashSet<>();
        contents.forEach(content -> routes.addAll(content.routes()));
        Set<String> contracts = new LinkedHashSet<>(routes);
        contracts.removeIf(id -> !isFrom(id, "(rest|rest-openapi):.*"));
        routes.removeAll(contracts);
        Set<String> feeding = feeding(routes);
        Set<String> all = new LinkedHashSet<>(routes);
        all.addAll(feeding);
        ReplaceableDirect direct = camel.getComponent("direct", ReplaceableDirect.class);
        direct.replaces(all);
        try {
            takeNoMore(routes.stream().filter(id -> isFrom(id, "direct:.*")).toList());
            waiting.run();
            quiesce(feeding);
            feeding.forEach(this::remove);
            quiesce(routes);
            routes.forEach(this::remove);
            removeContracts(contracts);
            removeLeftKamelets();
        } finally {
            direct.replaces(Set.of());
        }
        for (Content content : contents) {
            removeProvided(content);
        }
    }

    /** What feeds a route stops before it: a source kamelet is a route of its own. */
    private Set<String> feeding(Set<String> routes) {
        Set<String> feeding = new LinkedHashSet<>();
        for (String id : routes) {
            Route route = camel.getRoute(id);
            if (route != null && route.getEndpoint() instanceof KameletEndpoint kamelet) {
                feeding.add(kamelet.getRouteId());
            }
        }
        return feeding;
    }

    /**
     * A contract has no steps of its own: whoever came in by it is in another route by now, perhaps for long. Last, since without it
     * nobody gets in, and at once.
     */
    private void removeContracts(Set<String> contracts) {
        takeNoMore(contracts);
        inflight.letGo(contracts);
        contracts.forEach(this::remove);
        inflight.letGo(Set.of());
    }

    /** Takes out what a file had added before it turned out to be broken. */
    void takeBack(Content content) {
        try {
            remove(List.of(content));
        } catch (Exception e) {
            LOG.warn("What a broken file had added could not be taken out: {}", e.toString());
        }
    }

    private void removeProvided(Content content) throws Exception {
        for (String template : content.templates()) {
            camel.removeRouteTemplateDefinitions(template);
        }
        for (String id : content.configurations()) {
            RouteConfigurationDefinition known = camel.getRouteConfigurationDefinition(id);
            if (known != null) {
                camel.removeRouteConfiguration(known);
            }
        }
        camel.getRestDefinitions().removeIf(rest -> rest.getOpenApi() != null && content.routes().contains(rest.getOpenApi().getRouteId()));
    }

    private void remove(String id) {
        RouteDefinition known = camel.getRouteDefinition(id);
        if (known != null) {
            try {
                camel.removeRouteDefinition(known);
            } catch (Exception e) {
                throw new IllegalStateException("route " + id + " could not be taken out: " + e.getMessage(), e);
            }
        }
    }

    /** Camel forgets the endpoint of a kamelet that no route uses any more, not the route that was made for it. */
    private void removeLeftKamelets() throws Exception {
        boolean more = true;
        while (more) {
            Set<String> used = new LinkedHashSet<>();
            for (Endpoint endpoint : camel.getEndpoints()) {
                if (endpoint instanceof KameletEndpoint kamelet && !kamelet.getTemplateId().isEmpty() && !inner(kamelet)) {
                    used.add(kamelet.getRouteId());
                }
            }
            List<String> left = camel.getRoutes().stream().filter(Route::isCreatedByKamelet).map(Route::getRouteId)
                    .filter(id -> !used.contains(id)).toList();
            quiesce(left);
            left.forEach(this::remove);
            more = !left.isEmpty();
        }
    }

    /** {@code kamelet:source} and {@code kamelet:sink}, the two ends inside a kamelet. */
    private static boolean inner(KameletEndpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return uri.startsWith("kamelet://source") || uri.startsWith("kamelet://sink");
    }

    /**
     * A consumer that stops takes the steps behind it along, from under whoever is inside. Kafka's finishes its record before that,
     * and suspended would go on with all it has polled.
     */
    private static void takeNoMore(Route route) {
        if (route.getEndpoint().getEndpointUri().startsWith("kafka:")) {
            ServiceHelper.stopService(route.getConsumer());
        } else {
            ServiceHelper.suspendService(route.getConsumer());
        }
    }

    /** Side by side: a Kafka consumer takes a fraction of a second to leave its group, and a policy has dozens below it. */
    private void takeNoMore(Collection<String> ids) {
        List<CompletableFuture<Void>> stops = ids.stream().map(camel::getRoute).filter(Objects::nonNull)
                .map(route -> CompletableFuture.runAsync(() -> takeNoMore(route), stopping)).toList();
        stops.forEach(CompletableFuture::join);
    }

    /** Lets the consumers take no more, then waits for what is inside. Camel's own way looks once a second. */
    private void quiesce(Collection<String> ids) throws InterruptedException {
        if (ids.isEmpty()) {
            return;
        }
        takeNoMore(ids);
        long until = System.nanoTime() + patience.toNanos();
        // Empty twice: a sender that has just found the consumer is inside only a moment later.
        for (int empty = 0; empty < 2;) {
            Thread.sleep(LOOK.toMillis());
            empty = ids.stream().anyMatch(id -> inflight.size(id) > 0) ? 0 : empty + 1;
            if (System.nanoTime() > until) {
                LOG.warn("Messages are still inside {} after {} s; they are interrupted", ids, patience.toSeconds());
                return;
            }
        }
    }
}
