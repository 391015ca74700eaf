package com.versaai.hub.catalog;

import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Family;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.HashMap;
import java.util.Map;

/** The same picture as Mermaid text, for documents. */
final class FlowMermaid {

    private FlowMermaid() {
    }

    static String of(FlowGraph graph) {
        Map<String, String> names = new HashMap<>();
        graph.families().forEach(family -> names.put(family.id(), "f" + names.size()));
        graph.nodes().forEach(node -> names.put(node.id(), "n" + names.size()));
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (Family family : graph.families()) {
            text.append("    subgraph ").append(names.get(family.id())).append("[\"").append(escaped(family.label())).append("\"]\n");
            graph.nodes().stream().filter(node -> family.id().equals(node.family()))
                    .forEach(node -> text.append("        ").append(shape(names.get(node.id()), node)).append('\n'));
            text.append("    end\n");
        }
        graph.nodes().stream().filter(node -> node.family() == null)
                .forEach(node -> text.append("    ").append(shape(names.get(node.id()), node)).append('\n'));
        for (Edge edge : graph.edges()) {
            if (names.containsKey(edge.from()) && names.containsKey(edge.to())) {
                text.append("    ").append(names.get(edge.from())).append(edge.onFailure() ? " -.-> " : " --> ")
                        .append(names.get(edge.to())).append('\n');
            }
        }
        return text.toString();
    }

    private static String shape(String name, Node node) {
        String label = '"' + escaped(node.label() + (node.off() ? " (off)" : "")) + '"';
        return name + switch (node.kind()) {
            case CALLER -> "([" + label + "])";
            case ROUTE -> "[" + label + "]";
            case TOPIC -> "[(" + label + ")]";
            case KAMELET -> "{{" + label + "}}";
            case BEAN -> "[/" + label + "/]";
        };
    }

    /** Mermaid's own entities: a label can then neither end its quotes nor be taken for markup. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x20) {
                escaped.append(' ');
            } else if ("#\"<>&;`".indexOf(c) >= 0) {
                escaped.append('#').append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
