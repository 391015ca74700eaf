package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What every file in {@code kamelets/} has to keep (style sheet A1), whoever writes it. */
class KameletLintTest {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+-(source|sink|action)");
    private static final Pattern USED = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9]*)}}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(token|secret|password|credential|apikey|writekey|serviceaccount).*");
    private static final Set<String> ERROR_HANDLING = Set.of("onException", "doTry", "doCatch", "errorHandler", "deadLetterChannel", "circuitBreaker");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsTheHouseRules(Path file) throws IOException {
        assertThat(complaints(file)).as(file.toString()).isEmpty();
    }

    private static List<String> complaints(Path file) throws IOException {
        List<String> complaints = new ArrayList<>();
        String fileName = file.getFileName().toString();
        if (!fileName.endsWith(".kamelet.yaml")) {
            return List.of("only .kamelet.yaml files belong here");
        }
        String text = Files.readString(file);
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> kamelet = new Yaml(new SafeConstructor(strict)).load(text);
        Map<String, Object> metadata = map(kamelet, "metadata");
        Map<String, Object> spec = map(kamelet, "spec");
        Map<String, Object> definition = map(spec, "definition");
        Map<String, Object> properties = map(definition, "properties");
        name(fileName, metadata, complaints);
        order(kamelet, spec, complaints);
        definition(definition, properties, complaints);
        properties.forEach((name, property) -> property(name, cast(property), complaints));
        usage(properties.keySet(), spec.get("template"), complaints);
        forbidden(spec.get("template"), complaints);
        if (text.lines().count() > 120) {
            complaints.add("longer than 120 lines");
        }
        return complaints;
    }

    private static void name(String fileName, Map<String, Object> metadata, List<String> complaints) {
        String name = String.valueOf(metadata.get("name"));
        Matcher matcher = NAME.matcher(name);
        if (!fileName.equals(name + ".kamelet.yaml")) {
            complaints.add("file name is not metadata.name");
        }
        if (!matcher.matches()) {
            complaints.add("metadata.name is not <system>-<object>-source|sink|action");
        } else if (!matcher.group(2).equals(map(metadata, "labels").get("camel.apache.org/kamelet.type"))) {
            complaints.add("label kamelet.type is not the name's suffix");
        }
        for (String annotation : List.of("camel.apache.org/provider", "camel.apache.org/kamelet.group")) {
            if (!map(metadata, "annotations").containsKey(annotation)) {
                complaints.add("annotation " + annotation + " is missing");
            }
        }
    }

    private static void order(Map<String, Object> kamelet, Map<String, Object> spec, List<String> complaints) {
        if (!List.copyOf(kamelet.keySet()).equals(List.of("apiVersion", "kind", "metadata", "spec"))) {
            complaints.add("order is apiVersion, kind, metadata, spec");
        }
        List<String> sections = new ArrayList<>(List.of("definition", "types", "dependencies", "template"));
        sections.retainAll(spec.keySet());
        if (!sections.containsAll(List.of("definition", "dependencies", "template")) || !List.copyOf(spec.keySet()).equals(sections)) {
            complaints.add("order is definition, (types,) dependencies, template");
        }
    }

    private static void definition(Map<String, Object> definition, Map<String, Object> properties, List<String> complaints) {
        for (String field : List.of("title", "description")) {
            if (!(definition.get(field) instanceof String value) || value.isBlank()) {
                complaints.add("definition." + field + " is missing");
            }
        }
        if (!"object".equals(definition.get("type"))) {
            complaints.add("definition.type is not object");
        }
        if (definition.get("required") instanceof List<?> required) {
            required.stream().filter(name -> !properties.containsKey(name)).forEach(name -> complaints.add("required " + name + " is not declared"));
        }
    }

    private static void property(String name, Map<String, Object> property, List<String> complaints) {
        if (!name.matches("[a-z][A-Za-z0-9]*")) {
            complaints.add(name + " is not camelCase");
        }
        for (String field : List.of("title", "description", "type")) {
            if (!(property.get(field) instanceof String value) || value.isBlank()) {
                complaints.add(name + " has no " + field);
            }
        }
        if (!TYPES.contains(String.valueOf(property.get("type")))) {
            complaints.add(name + " has an unknown type");
        }
        // Secrets go by the name of a property, which the bean "secrets" resolves at the call; a value would be mangled and shown.
        boolean byName = String.valueOf(property.get("description")).startsWith("Name of the property");
        if (SECRET.matcher(name).matches() && !byName) {
            complaints.add(name + " looks like a secret: take the name of a property, and let the description begin with \"Name of the property\"");
        }
        if ("password".equals(property.get("format")) && !List.of("urn:camel:group:credentials").equals(property.get("x-descriptors"))) {
            complaints.add(name + " is a password without the credentials descriptor");
        }
    }

    private static void usage(Set<String> declared, Object template, List<String> complaints) {
        Set<String> used = new LinkedHashSet<>();
        Matcher matcher = USED.matcher(String.valueOf(template));
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        declared.stream().filter(name -> !used.contains(name)).forEach(name -> complaints.add(name + " is declared but not used"));
        used.stream().filter(name -> !declared.contains(name)).forEach(name -> complaints.add(name + " is used but not declared"));
    }

    /** The caller decides about errors; and a sink that calls HTTP first drops what would steer the call. */
    private static void forbidden(Object template, List<String> complaints) {
        Set<String> keys = new LinkedHashSet<>();
        keys(template, keys);
        keys.stream().filter(ERROR_HANDLING::contains).forEach(key -> complaints.add(key + ": error handling belongs to the caller"));
        String text = String.valueOf(template);
        boolean sink = text.contains("uri=kamelet:source");
        boolean http = text.contains("http://") || text.contains("https://") || text.contains("uri={{");
        int removed = Math.max(text.indexOf("pattern=Camel*"), Math.max(text.indexOf("pattern=CamelHttp*"), text.indexOf("pattern=*")));
        if (sink && http && removed < 0) {
            complaints.add("calls HTTP without removing inbound CamelHttp* headers");
        }
    }

    private static void keys(Object node, Set<String> keys) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                keys.add(String.valueOf(key));
                keys(value, keys);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> keys(item, keys));
        }
    }

    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return parent.get(name) == null ? Map.of() : cast(parent.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object node) {
        return (Map<String, Object>) node;
    }
}
