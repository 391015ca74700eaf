package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML document as JSON, which remembers where each value stands. */
final class YamlTree {

    private static final int DEEPEST = 20;
    /** No leading zero: that is a code, and keeps it. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,29})(\\.\\d{1,30})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final Map<String, Mark> marks = new HashMap<>();
    private final boolean exact;
    private final JsonNode root;

    private YamlTree(Node document, boolean exact) throws UnreadableException {
        this.exact = exact;
        root = value(document, "", 0);
    }

    /** From 1. */
    record Mark(int line, int column) {
    }

    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;
        private final int line;
        private final int column;

        UnreadableException(String message, int line, int column) {
            super(message);
            this.line = line;
            this.column = column;
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }
    }

    static YamlTree of(String text) throws UnreadableException {
        return of(text, false);
    }

    /** As people mean it who write values down to be sent: decimals are numbers with every digit, {@code no} and {@code on} are words. */
    static YamlTree ofValues(String text) throws UnreadableException {
        return of(text, true);
    }

    private static YamlTree of(String text, boolean exact) throws UnreadableException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // Aliases make a small file large.
        options.setMaxAliasesForCollections(0);
        try {
            Node document = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (document == null) {
                throw new UnreadableException("the file is empty", 1, 1);
            }
            return new YamlTree(document, exact);
        } catch (MarkedYAMLException e) {
            boolean known = e.getProblemMark() != null;
            throw new UnreadableException(e.getProblem(), known ? e.getProblemMark().getLine() + 1 : 0, known ? e.getProblemMark().getColumn() + 1 : 0);
        } catch (YAMLException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()).strip(), 0, 0);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Where the value of that JSON pointer stands; of one that is missing, where its parent does. */
    Mark mark(String pointer) {
        Mark found = marks.get(pointer);
        return found != null || pointer.isEmpty() ? found == null ? new Mark(1, 1) : found : mark(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    private JsonNode value(Node node, String pointer, int depth) throws UnreadableException {
        Mark mark = new Mark(node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
        marks.putIfAbsent(pointer, mark);
        if (depth > DEEPEST) {
            throw new UnreadableException("nested too deeply", mark.line(), mark.column());
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer, depth);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(value(item, pointer + '/' + array.size(), depth + 1));
            }
            return array;
        }
        return exact ? exact((ScalarNode) node, mark) : scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, String pointer, int depth) throws UnreadableException {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            Mark at = new Mark(entry.getKeyNode().getStartMark().getLine() + 1, entry.getKeyNode().getStartMark().getColumn() + 1);
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new UnreadableException("a key must be a word", at.line(), at.column());
            }
            String below = pointer + '/' + key.getValue().replace("~", "~0").replace("/", "~1");
            if (object.has(key.getValue())) {
                throw new UnreadableException("the key " + key.getValue() + " is there twice", at.line(), at.column());
            }
            // The key is where people look.
            marks.put(below, at);
            object.set(key.getValue(), value(entry.getValueNode(), below, depth + 1));
        }
        return object;
    }

    private static JsonNode exact(ScalarNode scalar, Mark mark) throws UnreadableException {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (Tag.NULL.equals(tag) && text.isEmpty()) {
            throw new UnreadableException("there is nothing behind this key; write null if that is meant", mark.line(), mark.column());
        }
        if (Tag.BOOL.equals(tag)) {
            return text.equals("true") || text.equals("false") ? NODES.booleanNode(text.equals("true")) : NODES.textNode(text);
        }
        if ((Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) && NUMBER.matcher(text).matches()) {
            return text.contains(".") ? NODES.numberNode(new BigDecimal(text)) : NODES.numberNode(new BigInteger(text));
        }
        return Tag.NULL.equals(tag) ? NODES.nullNode() : NODES.textNode(text);
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (Tag.BOOL.equals(tag)) {
            return NODES.booleanNode(text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("on"));
        }
        if (Tag.INT.equals(tag) && text.matches("-?(0|[1-9]\\d{0,17})")) {
            return NODES.numberNode(Long.parseLong(text));
        }
        if (Tag.NULL.equals(tag)) {
            return NODES.nullNode();
        }
        return NODES.textNode(text);
    }
}
