package com.versaai.hub.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * A file of {@code kamelets/}, also one that cannot be read.
 *
 * @param name       by its file
 * @param root       the whole document; missing when it cannot be read
 * @param problem    why it cannot be read, or null
 * @param parameters what a caller can give
 * @param endpoints  uses of endpoints in its template, in order
 * @param references names of beans its steps use
 */
record Kamelet(LintedFile file, String name, YamlNode root, Finding problem, Map<String, Parameter> parameters, List<Endpoint> endpoints,
               List<Route.Mention> references) {

    static final String RULE = "kamelet";
    static final String ENDING = ".kamelet.yaml";

    /**
     * @param defaultValue null when there is none
     * @param choices      allowed values; empty when any is
     * @param pattern      null when there is none
     */
    record Parameter(String name, String type, boolean required, String defaultValue, List<String> choices, String pattern, int line) {

        /** Why a value does not fit, or null. */
        String refusal(String value) {
            if (!choices.isEmpty() && !choices.contains(value)) {
                return "is none of " + String.join(", ", choices);
            }
            boolean fits = switch (type) {
                case "integer" -> value.matches("[+-]?\\d+");
                case "number" -> value.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
                case "boolean" -> value.matches("true|false");
                default -> true;
            };
            if (!fits) {
                return "is no " + type;
            }
            try {
                return pattern != null && !value.matches(pattern) ? "does not match " + pattern : null;
            } catch (PatternSyntaxException e) {
                return "meets a pattern that is no regular expression";
            }
        }
    }

    static Kamelet of(LintedFile file, Placeholders placeholders) {
        String name = file.fileName().replaceFirst("\\.kamelet\\.yaml$", "");
        Place place = Place.in(file.name(), 1).ofKamelet(name);
        try {
            YamlNode root = YamlNode.parse(file.text());
            Map<String, Parameter> parameters = parameters(root.at("spec", "definition"));
            KameletSteps steps = new KameletSteps(place, placeholders, defaults(parameters));
            steps.read(root.at("spec", "template"));
            return new Kamelet(file, name, root, null, parameters, steps.endpoints(), steps.references());
        } catch (YamlNode.UnreadableException e) {
            Finding problem = Finding.error(RULE, place.at(e.line()), "is no valid YAML: " + e.getMessage(),
                    "Mend the file; until then nothing that calls it can start.");
            return new Kamelet(file, name, new YamlNode.Missing(1), problem, Map.of(), List.of(), List.of());
        }
    }

    private static Map<String, Parameter> parameters(YamlNode definition) {
        List<String> required = definition.at("required").items().stream().map(YamlNode::text).toList();
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        definition.at("properties").entries().forEach((name, property) -> {
            YamlNode defaultValue = property.at("default");
            YamlNode pattern = property.at("pattern");
            parameters.put(name, new Parameter(name, property.at("type").text(), required.contains(name),
                    defaultValue.missing() ? null : defaultValue.text(),
                    property.at("enum").items().stream().map(YamlNode::text).toList(),
                    pattern.missing() ? null : pattern.text(), property.line()));
        });
        return parameters;
    }

    private static Map<String, String> defaults(Map<String, Parameter> parameters) {
        Map<String, String> defaults = new LinkedHashMap<>();
        // Without a default it stands for itself, not for a setting that happens to have its name.
        parameters.forEach((name, parameter) ->
                defaults.put(name, parameter.defaultValue() == null ? "{{" + name + "}}" : parameter.defaultValue()));
        return defaults;
    }

    Place place(int line) {
        return Place.in(file.name(), line).ofKamelet(name);
    }

    YamlNode template() {
        return root.at("spec", "template");
    }
}
