package com.versaai.hub.reload;

import com.versaai.hub.reload.RouteCompiler.Compiled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes units of what was compiled. */
final class LoadedClasses {

    private static final String HUB = "com.versaai.hub";

    private LoadedClasses() {
    }

    /** Adds a unit for each source, by path; a class that cannot be loaded is a problem of its file. */
    static List<RouteProblem> add(Compiled result, Map<String, SourceFile> sources, ClassLoader loader, Map<String, RouteUnit> units) {
        List<RouteProblem> problems = new ArrayList<>();
        Map<String, Map<String, byte[]>> code = new HashMap<>();
        Map<String, List<Class<?>>> classes = new HashMap<>();
        result.classes().forEach((name, bytes) -> {
            String path = result.files().get(name);
            if (name.startsWith(HUB)) {
                problems.add(RouteProblem.of(path, 0, 0, "compile", "package " + HUB + "* is the hub's own; take another"));
                return;
            }
            try {
                classes.computeIfAbsent(path, p -> new ArrayList<>()).add(Class.forName(name, false, loader));
                code.computeIfAbsent(path, p -> new HashMap<>()).put(name, bytes);
            } catch (ClassNotFoundException | LinkageError e) {
                problems.add(RouteProblem.of(path, 0, 0, "compile", "class " + name + " cannot be loaded: " + e));
            }
        });
        sources.forEach((path, file) -> units.put(path, new RouteUnit(file, code.getOrDefault(path, Map.of()),
                classes.getOrDefault(path, List.of()), result.uses().getOrDefault(path, Set.of()))));
        return problems;
    }
}
