package com.versaai.hub.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Which scope each operation of the contract needs ({@code x-scope}), by method and path. The path is compared as it was sent: a
 * spelling that only means the same after decoding is none of the contract's, so it reaches nothing, whatever Camel would make of it.
 */
final class ContractScopes {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    /**
     * @param scope   null where the contract names none: nobody may call it
     * @param anyText variables of the path that may be any text ({@code x-any-text}), in braces
     */
    record Operation(String id, String method, List<String> path, Scope scope, Set<String> anyText) {

        /** What stands at its variables, where all of them may be any text. */
        private List<String> texts(List<String> segments) {
            List<Integer> places = IntStream.range(0, path.size()).filter(i -> isVariable(path.get(i))).boxed().toList();
            return places.stream().allMatch(i -> anyText.contains(path.get(i))) ? places.stream().map(segments::get).toList() : List.of();
        }

        private boolean isAt(List<String> segments) {
            if (path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (isVariable(path.get(i)) ? segments.get(i).isEmpty() : !path.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private long variables() {
            return path.stream().filter(Operation::isVariable).count();
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }
    }

    /** Paths without variables, where the traffic is, by one look. */
    private final Map<String, Map<String, Operation>> plain = new HashMap<>();
    private final List<Operation> templates = new ArrayList<>();
    /** Parameters that operations share, by their name in {@code $ref}. */
    private final Map<String, Map<?, ?>> shared = new HashMap<>();

    /** @throws IllegalStateException when the contract names a scope that there is not */
    ContractScopes(InputStream yaml) {
        Map<?, ?> contract = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        if (contract.get("components") instanceof Map<?, ?> components && components.get("parameters") instanceof Map<?, ?> parameters) {
            parameters.forEach((name, about) -> shared.put("#/components/parameters/" + name, map(about)));
        }
        map(contract.get("paths")).forEach((path, methods) -> map(methods).forEach((method, about) -> {
            if (METHODS.contains(String.valueOf(method))) {
                add(String.valueOf(path), String.valueOf(method).toUpperCase(Locale.ROOT), map(about));
            }
        }));
        // Of two templates that fit, the one that says more, as Camel chooses.
        templates.sort(Comparator.comparingLong(Operation::variables));
    }

    /** Of the contract in the jar: it cannot change while the hub runs. */
    static ContractScopes read() {
        try (InputStream yaml = new ClassPathResource("openapi/hub.yaml").getInputStream()) {
            return new ContractScopes(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("the contract cannot be read", e);
        }
    }

    private void add(String path, String method, Map<?, ?> about) {
        Object scope = about.get("x-scope");
        Operation operation = new Operation(String.valueOf(about.get("operationId")), method, segments(path), scope == null ? null
                : Scope.labelled(String.valueOf(scope)).orElseThrow(() -> new IllegalStateException(
                        "openapi/hub.yaml gives " + about.get("operationId") + " the x-scope " + scope + "; there are " + Scope.labels())),
                anyText(about));
        if (operation.variables() == 0) {
            plain.computeIfAbsent(path, p -> new HashMap<>()).put(method, operation);
        } else {
            templates.add(operation);
        }
    }

    private Set<String> anyText(Map<?, ?> about) {
        List<?> parameters = about.get("parameters") instanceof List<?> list ? list : List.of();
        return parameters.stream().<Map<?, ?>>map(ContractScopes::map).map(one -> one.get("$ref") == null ? one : shared.getOrDefault(one.get("$ref"), Map.of())).filter(one -> Boolean.TRUE.equals(one.get("x-any-text")))
                .map(one -> "{" + one.get("name") + '}').collect(Collectors.toUnmodifiableSet());
    }

    /** The encoded ids in the address of an operation that is about something whose id may hold anything; empty for other addresses. */
    List<String> texts(String path) {
        List<String> segments = segments(path);
        return templates.stream().filter(one -> one.isAt(segments)).findFirst().map(one -> one.texts(segments)).orElse(List.of());
    }

    /** The operation at an address, null when there is none. */
    Operation find(String method, String path) {
        Map<String, Operation> methods = plain.get(path);
        if (methods != null) {
            return methods.get(method);
        }
        List<String> segments = segments(path);
        return templates.stream().filter(one -> one.method().equals(method) && one.isAt(segments)).findFirst().orElse(null);
    }

    /** The methods that an address knows; empty when there is nothing. */
    Set<String> methods(String path) {
        Map<String, Operation> methods = plain.get(path);
        if (methods != null) {
            return new TreeSet<>(methods.keySet());
        }
        List<String> segments = segments(path);
        Set<String> found = new TreeSet<>();
        templates.stream().filter(one -> one.isAt(segments)).forEach(one -> found.add(one.method()));
        return found;
    }

    /** For tests: everything that is described. */
    List<Operation> all() {
        List<Operation> all = new ArrayList<>(templates);
        plain.values().forEach(methods -> all.addAll(methods.values()));
        return all;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static Map<?, ?> map(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }
}
