package com.versaai.hub.lint;

import com.versaai.hub.lint.Kamelet.Parameter;
import com.versaai.hub.secret.SecretNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/** What the official catalog asks of a kamelet, and the hub's own rules for them. */
final class KameletRule implements Rule {

    private static final int LONGEST = 120;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+-(source|sink|action)");
    private static final Pattern USED = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9]*)}}");
    private static final Set<String> ERROR_HANDLING = Set.of("onException", "doTry", "doCatch", "doFinally", "errorHandler",
            "deadLetterChannel", "circuitBreaker");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    private final CamelCatalog catalog;

    KameletRule(CamelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        for (Kamelet kamelet : subject.kamelets()) {
            if (kamelet.problem() != null) {
                found.accept(kamelet.problem());
            } else {
                new OneFile(kamelet, found).check();
            }
        }
    }

    /** One kamelet under examination. */
    private final class OneFile {

        private final Kamelet kamelet;
        private final YamlNode spec;
        private final YamlNode definition;
        private final Consumer<Finding> found;

        OneFile(Kamelet kamelet, Consumer<Finding> found) {
            this.kamelet = kamelet;
            this.spec = kamelet.root().at("spec");
            this.definition = spec.at("definition");
            this.found = found;
        }

        void check() {
            if (!kamelet.file().fileName().endsWith(Kamelet.ENDING)) {
                report(1, "only " + Kamelet.ENDING + " files belong here", "Rename or move the file.");
                return;
            }
            name();
            order();
            definition();
            kamelet.parameters().values().forEach(this::parameter);
            usage();
            errorHandling(spec.at("template"));
            dependencies();
            if (kamelet.file().text().lines().count() > LONGEST) {
                report(LONGEST, "is longer than " + LONGEST + " lines", "Split it, or let a bean do what the template cannot say shortly.");
            }
        }

        private void name() {
            YamlNode metadata = kamelet.root().at("metadata");
            String name = metadata.at("name").text();
            if (!kamelet.name().equals(name)) {
                report(metadata.at("name").line(), "metadata.name is not the file's name", "Name both <system>-<object>-source|sink|action.");
            }
            Matcher matcher = NAME.matcher(name);
            String kind = metadata.at("labels", "camel.apache.org/kamelet.type").text();
            if (!matcher.matches()) {
                report(metadata.at("name").line(), "metadata.name is not <system>-<object>-source|sink|action", "Rename it and its file.");
            } else if (!matcher.group(2).equals(kind)) {
                report(metadata.line(), "the label camel.apache.org/kamelet.type is not the name's suffix",
                        "Set it to " + matcher.group(2) + '.');
            }
            for (String annotation : List.of("camel.apache.org/provider", "camel.apache.org/kamelet.group")) {
                if (metadata.at("annotations", annotation).text().isBlank()) {
                    report(metadata.line(), "the annotation " + annotation + " is missing", "Add it.");
                }
            }
        }

        private void order() {
            if (!List.copyOf(kamelet.root().entries().keySet()).equals(List.of("apiVersion", "kind", "metadata", "spec"))) {
                report(1, "the order is apiVersion, kind, metadata, spec", "Put them in this order, and nothing else beside them.");
            }
            List<String> sections = new ArrayList<>(List.of("definition", "types", "dependencies", "template"));
            sections.retainAll(spec.entries().keySet());
            boolean complete = sections.containsAll(List.of("definition", "dependencies", "template"));
            if (!complete || !List.copyOf(spec.entries().keySet()).equals(sections)) {
                report(spec.line(), "the order of spec is definition, (types,) dependencies, template",
                        "Put them in this order; only types may be left out.");
            }
        }

        private void definition() {
            for (String field : List.of("title", "description")) {
                if (definition.at(field).text().isBlank()) {
                    report(definition.line(), "definition." + field + " is missing", "Add it.");
                }
            }
            if (!definition.at("type").text().equals("object")) {
                report(definition.line(), "definition.type is not object", "Set type: object.");
            }
            for (YamlNode required : definition.at("required").items()) {
                if (!kamelet.parameters().containsKey(required.text())) {
                    report(required.line(), "required " + required.text() + " is not declared",
                            "Declare it in properties, or take it out of required.");
                }
            }
        }

        private void parameter(Parameter parameter) {
            YamlNode property = definition.at("properties", parameter.name());
            if (!parameter.name().matches("[a-z][A-Za-z0-9]*")) {
                report(property, parameter.name() + " is not camelCase", "Rename it.");
            }
            for (String field : List.of("title", "description", "type")) {
                if (property.at(field).text().isBlank()) {
                    report(property, parameter.name() + " has no " + field, "Add it.");
                }
            }
            if (!parameter.type().isBlank() && !TYPES.contains(parameter.type())) {
                report(property, parameter.name() + " has an unknown type", "Take one of string, integer, number, boolean.");
            }
            String given = parameter.defaultValue();
            String refusal = given == null || Endpoint.open(given) ? null : parameter.refusal(given);
            if (refusal != null) {
                report(property, "the default of " + parameter.name() + ' ' + refusal, "Give a default that fits.");
            }
            secret(parameter, property);
        }

        /** Secrets go by the name of a property, which the bean "secrets" resolves at the call; a value would be mangled and shown. */
        private void secret(Parameter parameter, YamlNode property) {
            boolean byName = property.at("description").text().startsWith("Name of the property");
            if (SecretNames.isSecret(parameter.name()) && !byName) {
                report(property, parameter.name() + " looks like a secret",
                        "Take the name of a property, and let the description begin with \"Name of the property\".");
            }
            List<String> descriptors = property.at("x-descriptors").items().stream().map(YamlNode::text).toList();
            boolean password = property.at("format").text().equals("password");
            if (password && !descriptors.equals(List.of("urn:camel:group:credentials"))) {
                report(property, parameter.name() + " is a password without the credentials descriptor",
                        "Add x-descriptors: [\"urn:camel:group:credentials\"].");
            } else if (!password && descriptors.contains("urn:camel:group:credentials")) {
                report(property, parameter.name() + " is a credential without format: password", "Add format: password.");
            }
        }

        private void usage() {
            Set<String> used = new LinkedHashSet<>();
            for (YamlNode.Scalar scalar : spec.at("template").scalars()) {
                Matcher use = USED.matcher(scalar.value());
                while (use.find()) {
                    if (used.add(use.group(1)) && !kamelet.parameters().containsKey(use.group(1))) {
                        report(scalar.line(), use.group(1) + " is used but not declared",
                                "Declare it in definition.properties, or mend the name.");
                    }
                }
            }
            if (kamelet.name().equals(TopicRule.SOURCE)) {
                used.add("since"); // read when the route is loaded, before there is a consumer
            }
            kamelet.parameters().values().stream().filter(parameter -> !used.contains(parameter.name()))
                    .forEach(parameter -> report(parameter.line(), parameter.name() + " is declared but not used",
                            "Use it in the template, or remove it."));
        }

        private void errorHandling(YamlNode node) {
            node.entries().forEach((key, child) -> {
                if (ERROR_HANDLING.contains(key)) {
                    report(child.line(), key + ": error handling belongs to the caller", "Remove it; the calling route names its error policy.");
                }
                errorHandling(child);
            });
            node.items().forEach(this::errorHandling);
        }

        /** What a template's endpoints need on the class path. */
        private void dependencies() {
            Set<String> declared = new LinkedHashSet<>(spec.at("dependencies").items().stream().map(YamlNode::text).toList());
            for (Endpoint use : kamelet.endpoints()) {
                ComponentModel component = use.scheme().isEmpty() ? null : catalog.componentModel(use.scheme());
                String needed = component == null ? null : component.getArtifactId().replaceFirst("^camel-", "camel:");
                if (needed != null && declared.add(needed)) {
                    report(use.place().line(), "the dependency " + needed + " is missing", "Add \"" + needed + "\" to spec.dependencies.");
                }
            }
        }

        private void report(YamlNode property, String message, String hint) {
            report(property.line(), message, hint);
        }

        private void report(int line, String message, String hint) {
            found.accept(Finding.error(Kamelet.RULE, kamelet.place(line), message, hint));
        }
    }
}
