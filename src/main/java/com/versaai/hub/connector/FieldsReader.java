package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Reads a {@code fields.yaml} as strictly as its schema says, and tells what is wrong by line and column. */
final class FieldsReader {

    /** The same file as {@code routes/connectors/fields.schema.json}, which editors read; the build checks that. */
    private static final String SCHEMA = "/fields.schema.json";

    private final JsonSchema schema;

    FieldsReader() {
        try (InputStream text = FieldsReader.class.getResourceAsStream(SCHEMA)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param fields null when there are problems */
    record Reading(Fields fields, List<ManifestProblem> problems) {
    }

    /**
     * What the names in a file must be.
     *
     * @param expressions says what is wrong with an expression, null for nothing
     */
    record Known(Predicate<String> actions, Predicate<String> destinations, UnaryOperator<String> expressions) {
    }

    /** @param file as people name it, for problems */
    Reading read(String file, String text, Known known) {
        YamlTree tree;
        try {
            tree = YamlTree.ofValues(text);
        } catch (YamlTree.UnreadableException e) {
            return new Reading(null, List.of(ManifestProblem.of(file, e.line(), e.column(), e.getMessage())));
        }
        Set<ValidationMessage> wrong = schema.validate(tree.root());
        if (!wrong.isEmpty()) {
            return new Reading(null, wrong.stream().map(one -> ManifestReader.problem(file, tree, one)).distinct().toList());
        }
        Checks checks = new Checks(file, tree, known, new ArrayList<>());
        Map<String, Map<String, FieldRule>> actions = checks.actions("/actions", tree.root().path("actions"));
        Map<String, Map<String, Map<String, FieldRule>>> destinations = new TreeMap<>();
        tree.root().path("destinations").properties().forEach(one -> {
            String at = "/destinations/" + one.getKey();
            if (!known.destinations().test(one.getKey())) {
                checks.wrong(at, "there is no destination " + one.getKey() + " of this connector");
            }
            destinations.put(one.getKey(), checks.actions(at, one.getValue()));
        });
        return checks.problems.isEmpty() ? new Reading(new Fields(actions, destinations, null), List.of()) : new Reading(null, checks.problems);
    }

    /** What no schema can say. */
    private record Checks(String file, YamlTree tree, Known known, List<ManifestProblem> problems) {

        void wrong(String pointer, String message) {
            problems.add(ManifestReader.at(file, tree, pointer, message));
        }

        Map<String, Map<String, FieldRule>> actions(String at, JsonNode said) {
            Map<String, Map<String, FieldRule>> actions = new TreeMap<>();
            said.properties().forEach(action -> {
                if (!known.actions().test(action.getKey())) {
                    wrong(at + '/' + action.getKey(), "there is no action " + action.getKey() + " of this connector");
                }
                actions.put(action.getKey(), fields(at + '/' + action.getKey(), action.getValue()));
            });
            return actions;
        }

        private Map<String, FieldRule> fields(String at, JsonNode said) {
            Map<String, FieldRule> fields = new TreeMap<>();
            said.properties().forEach(field -> fields.put(field.getKey(), rule(below(at, field.getKey()), field.getKey(), field.getValue())));
            fields.keySet().stream().filter(path -> fields.keySet().stream().anyMatch(other -> path.startsWith(other + '/')))
                    .forEach(path -> wrong(below(at, path), "what is above " + path + " has a line of its own, too"));
            return fields;
        }

        private static String below(String at, String path) {
            return at + '/' + path.replace("~", "~0").replace("/", "~1");
        }

        private FieldRule rule(String at, String name, JsonNode said) {
            FieldRule rule = FieldRule.of(said);
            if (!said.isNull() && rule.ways() != 1) {
                wrong(at, name + ": it needs one of constant, from and jq");
            } else if (rule.jq() != null) {
                String problem = known.expressions().apply(rule.jq());
                if (problem != null) {
                    wrong(at + "/jq", name + ": " + problem);
                }
            }
            return rule;
        }
    }
}
