package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Kind;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes the whole graph apart into flows. A flow begins where something comes from outside or an event is read, and ends where it
 * publishes events: who reads those is a flow of its own.
 */
final class Flows {

    private static final String ROUTE = "route:";

    private final Catalog catalog;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Edge>> out = new HashMap<>();
    private final Map<String, List<Edge>> in = new HashMap<>();

    private Flows(Catalog catalog) {
        this.catalog = catalog;
        FlowGraph whole = FlowGraph.of(catalog);
        whole.nodes().forEach(node -> nodes.put(node.id(), node));
        // All of a family at once, where each record decides which.
        whole.families().forEach(family -> nodes.put(family.id(), new Node(family.id(), Kind.TOPIC, family.column(), null, family.label(),
                "each record says which", false)));
        whole.edges().forEach(edge -> {
            out.computeIfAbsent(edge.from(), id -> new ArrayList<>()).add(edge);
            in.computeIfAbsent(edge.to(), id -> new ArrayList<>()).add(edge);
        });
    }

    static Flows of(Catalog catalog) {
        return new Flows(catalog);
    }

    /** Those that lead somewhere first, and among them what events set off; every route that is drawn is in one of them. */
    List<Flow> list() {
        List<String> starts = new ArrayList<>(nodes.keySet().stream().filter(this::starts).toList());
        Set<String> seen = new LinkedHashSet<>();
        starts.forEach(start -> seen.addAll(reach(start, edge -> true)));
        // Deliveries nobody plans now; then what is left, such as a circle nobody calls.
        List<String> routes = nodes.values().stream().filter(node -> node.kind() == Kind.ROUTE).map(Node::id).toList();
        Stream.concat(routes.stream().filter(id -> !sources(id).isEmpty()), routes.stream()).forEach(id -> {
            if (!seen.contains(id)) {
                starts.add(id);
                seen.addAll(reach(id, edge -> true));
            }
        });
        return starts.stream().sorted(Comparator.comparing((String start) -> sources(start).stream().noneMatch(FlowGraph::isEvent)))
                .map(this::flow).sorted(Comparator.comparing(flow -> flow.to().isEmpty())).toList();
    }

    /** The picture of one flow. A node's column is its distance from the beginning. */
    Optional<FlowGraph> graph(String flow) {
        String start = flow.startsWith("bean:") ? flow : ROUTE + flow;
        if (!nodes.containsKey(start)) {
            return Optional.empty();
        }
        Set<String> reached = new LinkedHashSet<>(sources(start));
        reached.addAll(reach(start, edge -> true));
        Map<String, Integer> columns = columns(start, reached);
        List<Edge> edges = reached.stream().flatMap(id -> out.getOrDefault(id, List.of()).stream())
                .filter(edge -> reached.contains(edge.to()) && (!ends(edge.from()) || edge.to().equals(start))).toList();
        return Optional.of(new FlowGraph(reached.stream().map(nodes::get).map(node -> new Node(node.id(), node.kind(), columns.get(node.id()),
                null, node.label(), node.about(), node.off())).toList(), List.of(), edges));
    }

    private boolean starts(String id) {
        Kind kind = nodes.get(id).kind();
        return kind == Kind.BEAN || kind == Kind.ROUTE && in.getOrDefault(id, List.of()).stream().map(Edge::from)
                .anyMatch(from -> nodes.get(from).kind() == Kind.CALLER || FlowGraph.isEvent(from));
    }

    /** A flow ends at events, and where each record says which queue. */
    private static boolean ends(String id) {
        return FlowGraph.isEvent(id) || id.startsWith("family:");
    }

    private Flow flow(String start) {
        Optional<Route> route = catalog.routes().stream().filter(one -> start.equals(ROUTE + one.id())).findFirst();
        Set<String> ordinary = reach(start, edge -> !edge.onFailure());
        List<String> queues = labels(ordinary.stream().filter(FlowGraph::isQueue));
        List<String> to = queues.isEmpty() ? labels(ordinary.stream().filter(id -> nodes.get(id).kind() == Kind.KAMELET)) : queues;
        return new Flow(start.startsWith(ROUTE) ? start.substring(ROUTE.length()) : start, route.map(Route::group).orElse(null),
                route.map(Route::description).orElse(nodes.get(start).about()), labels(sources(start).stream()),
                Stream.concat(labels(ordinary.stream().filter(FlowGraph::isEvent)).stream(), to.stream()).toList(), nodes.get(start).off());
    }

    private List<String> labels(Stream<String> ids) {
        return ids.map(nodes::get).map(Node::label).distinct().toList();
    }

    private List<String> sources(String start) {
        return in.getOrDefault(start, List.of()).stream().map(Edge::from)
                .filter(from -> nodes.get(from).kind() == Kind.CALLER || nodes.get(from).kind() == Kind.TOPIC).toList();
    }

    private Set<String> reach(String start, Predicate<Edge> taken) {
        Set<String> reached = new LinkedHashSet<>(List.of(start));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            String id = open.remove();
            if (!ends(id)) {
                out.getOrDefault(id, List.of()).stream().filter(taken).map(Edge::to).filter(nodes::containsKey).filter(reached::add).forEach(open::add);
            }
        }
        return reached;
    }

    /** The longest way counts, so that lines lead to the right; those that lead back into a circle don't. */
    private Map<String, Integer> columns(String start, Set<String> reached) {
        Map<String, Integer> columns = new HashMap<>();
        reached.forEach(id -> columns.put(id, 0));
        columns.put(start, sources(start).isEmpty() ? 0 : 1);
        List<String> order = new ArrayList<>();
        visit(start, new LinkedHashSet<>(sources(start)), order);
        Map<String, Integer> rank = new HashMap<>();
        order.forEach(id -> rank.put(id, order.size() - rank.size()));
        for (int i = order.size() - 1; i >= 0; i--) {
            String id = order.get(i);
            out.getOrDefault(id, List.of()).stream().map(Edge::to).filter(to -> !ends(id) && rank.getOrDefault(to, -1) > rank.get(id))
                    .forEach(to -> columns.merge(to, columns.get(id) + 1, Math::max));
        }
        return columns;
    }

    /** Whatever is behind a node comes before it in {@code order}. */
    private void visit(String id, Set<String> seen, List<String> order) {
        if (seen.add(id)) {
            if (!ends(id)) {
                out.getOrDefault(id, List.of()).stream().map(Edge::to).filter(nodes::containsKey).forEach(to -> visit(to, seen, order));
            }
            order.add(id);
        }
    }
}
