package com.versaai.hub.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The way of messages through the hub, ready to be drawn: SVG and Mermaid are made of this and nothing else.
 *
 * @param families topics of one kind, which a producer may address as one ({@code hub.events.*})
 */
record FlowGraph(List<Node> nodes, List<Family> families, List<Edge> edges) {

    /** Stages, left to right. */
    static final int CALLER = 0;
    static final int RECEIVE = 1;
    static final int TOPIC = 2;
    static final int MAP = 3;
    static final int EVENT = 4;
    static final int DECIDE = 5;
    static final int QUEUE = 6;
    static final int DELIVER = 7;
    static final int CALL = 8;

    /** Kinds of nodes, also their CSS classes. */
    enum Kind { CALLER, ROUTE, TOPIC, KAMELET, BEAN }

    /**
     * @param family id of the family it is in, or null
     * @param about  shown when the pointer is on it
     * @param off    not in use: a stopped route, a destination that is not enabled
     */
    record Node(String id, Kind kind, int column, String family, String label, String about, boolean off) {
    }

    /** Drawn as a frame around its members; edges may end at it. */
    record Family(String id, String label, int column) {
    }

    /** @param onFailure taken only when something failed */
    record Edge(String from, String to, boolean onFailure) {
    }

    /** Whether this is a type of events, or all of them. */
    static boolean isEvent(String id) {
        return id.startsWith("topic:hub.events.") || id.startsWith("family:hub.events.");
    }

    static boolean isQueue(String id) {
        return id.startsWith("topic:hub.deliveries.") || id.startsWith("family:hub.deliveries.");
    }

    /** What stands in a column; said of its nodes, because a stage is passed in more ways than one. */
    static String heading(List<Node> column) {
        return column.stream().map(FlowGraph::kind).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String kind(Node node) {
        return switch (node.kind()) {
            case CALLER -> "asked by";
            case ROUTE -> "routes";
            case KAMELET -> "kamelets";
            case BEAN -> "beans";
            case TOPIC -> isEvent(node.id()) ? "event types" : isQueue(node.id()) ? "queues" : "topics";
        };
    }

    static FlowGraph of(Catalog catalog) {
        return new FlowGraphBuilder(catalog).graph();
    }
}
