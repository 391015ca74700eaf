package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Bean;
import com.versaai.hub.catalog.Catalog.Destination;
import com.versaai.hub.catalog.Catalog.EventType;
import com.versaai.hub.catalog.Catalog.Kamelet;
import com.versaai.hub.catalog.Catalog.Operation;
import com.versaai.hub.catalog.Catalog.Route;
import java.util.ArrayList;
import java.util.List;

/** Catalogs of hubs that do not exist. */
final class SmallHub {

    private final List<Route> routes = new ArrayList<>();
    private final List<Kamelet> kamelets = new ArrayList<>();
    private final List<EventType> types = new ArrayList<>();
    private final List<Destination> destinations = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Bean> beans = new ArrayList<>();

    /** One of everything: a payment comes in, is mapped, routed, and delivered to Slack or given up. */
    static SmallHub whole() {
        return new SmallHub()
                .operation("receive", "POST", "/webhooks/stripe")
                .route("receive", List.of("direct:receive"), List.of("hub.inbox"), List.of())
                .route("map", List.of("hub.inbox"), List.of("hub.events.*"), List.of())
                .type("payment.processed").type("integration.failed")
                .route("notify", List.of("hub.events.payment.processed"), List.of("hub.deliveries.slack"), List.of())
                .destination("slack", true).destination("mail", false)
                .route("slack-deliver", List.of("hub.deliveries.slack"), List.of(), List.of("direct:given-up"))
                .route("given-up", List.of("direct:given-up"), List.of("hub.events.integration.failed"), List.of())
                .route("mail-deliver", List.of("hub.deliveries.mail"), List.of(), List.of())
                .route("tick", List.of("timer:tick"), List.of("hub.deliveries.*"), List.of())
                .kamelet("slack-sink", true, "slack-deliver")
                .kamelet("plan-sink", false, "notify")
                .bean("circuitEvents");
    }

    SmallHub route(String id, List<String> consumes, List<String> produces, List<String> onFailure) {
        routes.add(new Route(id, "test", "what " + id + " does", "routes/Test.java:1", "x:y", consumes, produces, onFailure, List.of(), "Started"));
        return this;
    }

    SmallHub add(Route route) {
        routes.add(route);
        return this;
    }

    SmallHub kamelet(String name, boolean outward, String... usedBy) {
        kamelets.add(new Kamelet(name, "sink", null, null, outward, List.of(), List.of(usedBy), List.of()));
        return this;
    }

    SmallHub type(String type) {
        types.add(new EventType(type, "hub.events." + type, List.of(), List.of()));
        return this;
    }

    SmallHub destination(String name, boolean enabled) {
        destinations.add(new Destination(name, "any", enabled, true, "hub.deliveries." + name, null, List.of(), null));
        return this;
    }

    SmallHub operation(String id, String method, String path) {
        operations.add(new Operation(id, method, path, null, null));
        return this;
    }

    SmallHub bean(String name) {
        beans.add(new Bean(name, List.of(Catalog.ANY_EVENT)));
        return this;
    }

    Catalog catalog() {
        return new Catalog(routes, kamelets, types, destinations, operations, beans);
    }

    FlowGraph graph() {
        return FlowGraph.of(catalog());
    }
}
