package com.versaai.hub.reload;

import com.versaai.hub.reload.SourceFile.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML as strictly as it can be read: Camel's reader takes the last of two equal keys, and a kamelet without a name. */
final class YamlCheck {

    /** The reader takes a tab for a space in some places, and the key behind it for one of another level. */
    private static final Pattern TAB = Pattern.compile("^ *\\t", Pattern.MULTILINE);

    /** What adds to the file's own routes and to nothing else. */
    private static final Set<String> ROUTES_ONLY = Set.of("from", "route", "routeConfiguration", "routeTemplate", "templatedRoute", "rest", "onException",
            "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

    private YamlCheck() {
    }

    static List<RouteProblem> of(Collection<SourceFile> files) {
        List<RouteProblem> problems = new ArrayList<>();
        for (SourceFile file : files) {
            if (file.kind() != Kind.JAVA) {
                RouteProblem problem = problem(file);
                if (problem != null) {
                    problems.add(problem);
                }
            }
        }
        return problems;
    }

    private static RouteProblem problem(SourceFile file) {
        Matcher tab = TAB.matcher(file.text());
        if (tab.find()) {
            return RouteProblem.of(file.path(), file.lineOf(tab.group()), tab.group().length(), "read", "a tab: YAML is indented by spaces");
        }
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            Object document = new Yaml(new SafeConstructor(strict)).load(file.text());
            return file.kind() == Kind.KAMELET ? kamelet(file, document) : routes(file, document);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1;
            return RouteProblem.of(file.path(), line, column, "read", e.getProblem());
        } catch (YAMLException e) {
            return RouteProblem.of(file.path(), 0, 0, "read", String.valueOf(e.getMessage()).strip());
        }
    }

    /** Camel's reader takes any other root for a file without routes, and those that ran would be gone. */
    private static RouteProblem routes(SourceFile file, Object document) {
        if (!(document instanceof List<?> list)) {
            return RouteProblem.of(file.path(), 1, 0, "read", "a route file is a list; its first line is - route:, what belongs to it is indented below");
        }
        return list.isEmpty() ? RouteProblem.of(file.path(), 1, 0, "read", "the list is empty; delete the file to take its routes away") : null;
    }

    /** Of texts that are only tried: whatever else a file holds is made, set or bound in the hub itself as soon as it is read. */
    static List<RouteProblem> ofTrial(Collection<SourceFile> files) {
        List<RouteProblem> problems = new ArrayList<>();
        for (SourceFile file : files) {
            if (file.kind() == Kind.YAML && loaded(file) instanceof List<?> list) {
                list.stream().filter(Map.class::isInstance).flatMap(entry -> ((Map<?, ?>) entry).keySet().stream())
                        .filter(key -> !ROUTES_ONLY.contains(key)).findFirst()
                        .ifPresent(key -> problems.add(RouteProblem.of(file.path(), file.lineOf(key + ":"), 0, "read", "what is tried holds "
                                + "routes, their templates and error policies only; anything else (beans, dataFormats, …) takes effect in the hub "
                                + "when it is read")));
            }
        }
        return problems;
    }

    private static Object loaded(SourceFile file) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(file.text());
        } catch (YAMLException | StackOverflowError e) {
            return null; // told by whoever checks it
        }
    }

    /** Everything that stands as a value in the text, kamelets that are called by their address apart. None of a text that cannot be read. */
    static Set<String> values(SourceFile file) {
        Set<String> values = new TreeSet<>();
        values(loaded(file), values);
        return values;
    }

    private static void values(Object node, Set<String> values) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> values(value, values));
        } else if (node instanceof Collection<?> list) {
            list.forEach(value -> values(value, values));
        } else if (node instanceof String text) {
            values.add(text);
            References.addKamelets(text, values);
        }
    }

    private static RouteProblem kamelet(SourceFile file, Object document) {
        if (!(at(document, "metadata", "name") instanceof String name) || !name.equals(file.name())) {
            return RouteProblem.of(file.path(), file.lineOf("metadata:"), 0, "read", "metadata.name must be the file's name, " + file.name());
        }
        if (!(at(document, "spec", "template") instanceof Map)) {
            return RouteProblem.of(file.path(), file.lineOf("spec:"), 0, "read", "spec.template is missing");
        }
        Object properties = at(document, "spec", "definition", "properties");
        if (at(document, "spec", "definition", "required") instanceof List<?> required) {
            for (Object one : required) {
                if (!(properties instanceof Map<?, ?> known) || !known.containsKey(one)) {
                    return RouteProblem.of(file.path(), file.lineOf("required:"), 0, "read", "required property " + one + " is not among the properties");
                }
            }
        }
        return null;
    }

    private static Object at(Object node, String... path) {
        Object found = node;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }
}
