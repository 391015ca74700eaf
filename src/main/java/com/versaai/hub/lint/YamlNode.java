package com.versaai.hub.lint;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML with the lines it stands on. What is not there is {@link Missing}, so that a path can be followed blindly. */
sealed interface YamlNode {

    int DEEPEST = 60;

    /** From 1; of a missing node, where its parent is. */
    int line();

    record Mapping(Map<String, YamlNode> all, int line) implements YamlNode {
    }

    record Sequence(List<YamlNode> all, int line) implements YamlNode {
    }

    record Scalar(String value, int line) implements YamlNode {
    }

    record Missing(int line) implements YamlNode {
    }

    /** @param line -1 when unknown */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        UnreadableException(String message, int line) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static YamlNode parse(String text) throws UnreadableException {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            return root == null ? new Missing(1) : of(root, 0);
        } catch (MarkedYAMLException e) {
            throw new UnreadableException(e.getProblem(), e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1);
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            throw new UnreadableException(e.getMessage(), 1);
        }
    }

    private static YamlNode of(Node node, int depth) throws UnreadableException {
        int line = node.getStartMark().getLine() + 1;
        if (depth > DEEPEST) {
            throw new UnreadableException("nested too deeply", line);
        }
        if (node instanceof MappingNode mapping) {
            Map<String, YamlNode> entries = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : entry.getKeyNode().toString();
                if (entries.put(key, of(entry.getValueNode(), depth + 1)) != null) {
                    throw new UnreadableException("the key " + key + " is there twice", entry.getKeyNode().getStartMark().getLine() + 1);
                }
            }
            return new Mapping(entries, line);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(of(item, depth + 1));
            }
            return new Sequence(items, line);
        }
        return new Scalar(((ScalarNode) node).getValue(), line);
    }

    /** What is below these keys. */
    default YamlNode at(String... path) {
        YamlNode node = this;
        for (String key : path) {
            node = node.entries().getOrDefault(key, new Missing(node.line()));
        }
        return node;
    }

    default Map<String, YamlNode> entries() {
        return this instanceof Mapping mapping ? mapping.all : Map.of();
    }

    default List<YamlNode> items() {
        return this instanceof Sequence sequence ? sequence.all : List.of();
    }

    /** The text of a scalar, otherwise an empty one. */
    default String text() {
        return this instanceof Scalar scalar ? scalar.value : "";
    }

    default boolean missing() {
        return this instanceof Missing;
    }

    /** All scalars below, in order. */
    default List<Scalar> scalars() {
        List<Scalar> found = new ArrayList<>();
        if (this instanceof Scalar scalar) {
            found.add(scalar);
        }
        entries().values().forEach(child -> found.addAll(child.scalars()));
        items().forEach(child -> found.addAll(child.scalars()));
        return found;
    }
}
