package com.versaai.hub.catalog;

import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Family;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Orders each column so that few lines cross: a node goes to the mean height of what it is connected with, a few times over. */
final class FlowOrder {

    private static final int SWEEPS = 6;

    private final TreeMap<Integer, List<Node>> columns = new TreeMap<>();
    private final Map<String, Integer> columnOf = new HashMap<>();
    private final Map<String, Double> height = new HashMap<>();
    private final Map<String, List<String>> neighbours = new HashMap<>();

    private FlowOrder(FlowGraph graph) {
        for (Family family : graph.families()) {
            columnOf.put(family.id(), family.column());
            height.put(family.id(), 0.5);
        }
        for (Node node : graph.nodes()) {
            columns.computeIfAbsent(node.column(), column -> new ArrayList<>()).add(node);
            columnOf.put(node.id(), node.column());
        }
        for (Edge edge : graph.edges()) {
            neighbours.computeIfAbsent(edge.from(), id -> new ArrayList<>()).add(edge.to());
            neighbours.computeIfAbsent(edge.to(), id -> new ArrayList<>()).add(edge.from());
        }
        columns.values().forEach(this::measure);
    }

    /** The columns that have nodes, left to right, each from top to bottom. */
    static List<List<Node>> of(FlowGraph graph) {
        FlowOrder order = new FlowOrder(graph);
        for (int i = 0; i < SWEEPS; i++) {
            order.columns.forEach((column, nodes) -> order.sort(nodes, column, -1));
            order.columns.descendingMap().forEach((column, nodes) -> order.sort(nodes, column, 1));
        }
        return List.copyOf(order.columns.values());
    }

    private void sort(List<Node> nodes, int column, int side) {
        Map<String, Double> wanted = new HashMap<>();
        for (Node node : nodes) {
            double mean = neighbours.getOrDefault(node.id(), List.of()).stream()
                    .filter(id -> columnOf.containsKey(id) && Integer.signum(columnOf.get(id) - column) == side)
                    .mapToDouble(height::get).average().orElse(height.get(node.id()));
            wanted.put(node.id(), mean);
        }
        nodes.sort(Comparator.comparing((Node node) -> wanted.get(node.id())));
        measure(nodes);
    }

    private void measure(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            height.put(nodes.get(i).id(), (i + 0.5) / nodes.size());
        }
    }
}
