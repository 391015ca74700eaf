package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Destination;
import com.versaai.hub.catalog.Catalog.Kamelet;
import com.versaai.hub.catalog.Catalog.Operation;
import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Family;
import com.versaai.hub.catalog.FlowGraph.Kind;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the graph of a catalog. A node's column says its stage, so cycles need no care. */
final class FlowGraphBuilder {

    private static final String EVENTS = "hub.events.";
    private static final String DELIVERIES = "hub.deliveries.";
    private static final String CONTRACT = "rest-openapi:";

    private final Catalog catalog;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Integer> columns = new HashMap<>();

    FlowGraphBuilder(Catalog catalog) {
        this.catalog = catalog;
    }

    FlowGraph graph() {
        catalog.operations().forEach(operation -> operations.put("direct:" + operation.operationId(), operation));
        // The contract's own route stands for all operations; they are drawn themselves.
        List<Route> routes = catalog.routes().stream()
                .filter(route -> route.consumes().stream().noneMatch(name -> name.startsWith(CONTRACT))).toList();
        place(routes);
        catalog.eventTypes().forEach(type -> topic(type.topic()));
        catalog.destinations().forEach(destination -> topic(destination.topic()));
        routes.forEach(this::route);
        catalog.kamelets().stream().filter(Kamelet::outward).forEach(this::kamelet);
        catalog.beans().forEach(bean -> {
            node(new Node("bean:" + bean.name(), Kind.BEAN, FlowGraph.RECEIVE, null, bean.name(),
                    "bean of the hub, publishes without a route", false));
            bean.produces().forEach(name -> edges.add(new Edge("bean:" + bean.name(), topic(name), false)));
        });
        return new FlowGraph(List.copyOf(nodes.values()), List.copyOf(families.values()),
                edges.stream().filter(edge -> !edge.from().equals(edge.to())).toList());
    }

    /** Routes that listen to a topic, an operation or the outside have their stage from that; others stand behind their callers. */
    private void place(List<Route> routes) {
        Map<String, Route> waiting = new LinkedHashMap<>();
        for (Route route : routes) {
            if (!route.consumes().isEmpty() && route.consumes().stream().allMatch(this::internal)) {
                waiting.put(route.id(), route);
            } else {
                columns.put(route.id(), route.consumes().stream().mapToInt(FlowGraphBuilder::stageBehind).max().orElse(FlowGraph.RECEIVE));
            }
        }
        // As often as there are routes: a chain is not longer, and what is left then is a circle nobody calls.
        for (int i = 0; i < routes.size() && !waiting.isEmpty(); i++) {
            Map<String, Integer> found = new HashMap<>();
            waiting.forEach((id, route) -> routes.stream().filter(caller -> columns.containsKey(caller.id()) && calls(caller, route))
                    .forEach(caller -> found.merge(id, Math.min(columns.get(caller.id()) + 1, FlowGraph.CALL), Math::max)));
            columns.putAll(found);
            waiting.keySet().removeAll(found.keySet());
        }
        waiting.keySet().forEach(id -> columns.put(id, FlowGraph.RECEIVE));
    }

    private boolean internal(String name) {
        return (name.startsWith("direct:") || name.startsWith("seda:")) && !operations.containsKey(name);
    }

    private static boolean calls(Route caller, Route route) {
        return caller != route && Stream.concat(caller.produces().stream(), caller.onFailure().stream()).anyMatch(name -> hears(route, name));
    }

    /** A name with {@code *} may be any that fits. */
    private static boolean hears(Route route, String name) {
        return route.consumes().contains(name) || name.contains("*") && route.consumes().stream()
                .anyMatch(heard -> heard.matches(Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".+"))));
    }

    private static int stageBehind(String name) {
        if (name.startsWith(EVENTS)) {
            return FlowGraph.DECIDE;
        }
        if (name.startsWith(DELIVERIES)) {
            return FlowGraph.DELIVER;
        }
        return isTopic(name) ? FlowGraph.MAP : FlowGraph.RECEIVE;
    }

    private static boolean isTopic(String name) {
        return !name.contains(":");
    }

    private void route(Route route) {
        String id = "route:" + route.id();
        boolean off = !"Started".equals(route.status()) || route.consumes().stream().anyMatch(this::disabled);
        String about = String.join("\n", Stream.of(route.id(), route.description(), route.source(), route.status())
                .filter(Objects::nonNull).toList());
        node(new Node(id, Kind.ROUTE, columns.get(route.id()), null, route.id(), about, off));
        route.consumes().forEach(name -> {
            if (isTopic(name)) {
                edges.add(new Edge(topic(name), id, false));
            } else if (!internal(name)) {
                edges.add(new Edge(caller(name), id, false));
            }
        });
        route.produces().forEach(name -> send(id, name, false));
        route.onFailure().forEach(name -> send(id, name, true));
    }

    private void send(String from, String name, boolean onFailure) {
        if (isTopic(name)) {
            edges.add(new Edge(from, topic(name), onFailure));
        } else {
            catalog.routes().stream().filter(route -> hears(route, name))
                    .forEach(route -> edges.add(new Edge(from, "route:" + route.id(), onFailure)));
        }
    }

    private String caller(String name) {
        Operation operation = operations.get(name);
        String label = operation == null ? name : operation.method() + ' ' + operation.path();
        String about = operation == null ? name : operation.operationId() + (operation.summary() == null ? "" : "\n" + operation.summary());
        node(new Node("from:" + name, Kind.CALLER, FlowGraph.CALLER, null, label, about, false));
        return "from:" + name;
    }

    /** Adds a topic, or the family it is the whole of. */
    private String topic(String name) {
        String family = name.startsWith(EVENTS) ? Catalog.ANY_EVENT : name.startsWith(DELIVERIES) ? Catalog.ANY_DELIVERY : null;
        int column = family == null ? FlowGraph.TOPIC : name.startsWith(EVENTS) ? FlowGraph.EVENT : FlowGraph.QUEUE;
        String familyId = family == null ? null : "family:" + family;
        if (family != null) {
            families.putIfAbsent(familyId, new Family(familyId, family, column));
        }
        if (name.equals(family)) {
            return familyId;
        }
        String label = family == null ? name : name.substring(family.length() - 1);
        node(new Node("topic:" + name, Kind.TOPIC, column, familyId, label, name, disabled(name)));
        return "topic:" + name;
    }

    private boolean disabled(String topic) {
        return catalog.destinations().stream().filter(destination -> !destination.enabled()).map(Destination::topic).anyMatch(topic::equals);
    }

    private void kamelet(Kamelet kamelet) {
        List<Route> users = catalog.routes().stream()
                .filter(route -> kamelet.usedBy().contains(route.id()) && columns.containsKey(route.id())).toList();
        if (users.isEmpty()) {
            return;
        }
        int behind = users.stream().mapToInt(route -> columns.get(route.id())).max().orElse(FlowGraph.DELIVER);
        // Beside the topics is no place for a call, except in the first of their columns.
        int column = behind >= FlowGraph.DELIVER ? FlowGraph.CALL : behind == FlowGraph.RECEIVE ? FlowGraph.TOPIC : behind;
        List<String> about = new ArrayList<>(Stream.of(kamelet.title(), kamelet.description()).filter(Objects::nonNull).toList());
        boolean off = users.stream().allMatch(route -> nodes.get("route:" + route.id()).off());
        node(new Node("kamelet:" + kamelet.name(), Kind.KAMELET, column, null, kamelet.name(), String.join("\n", about), off));
        users.forEach(route -> edges.add(new Edge("route:" + route.id(), "kamelet:" + kamelet.name(), false)));
    }

    private void node(Node node) {
        nodes.putIfAbsent(node.id(), node);
    }
}
