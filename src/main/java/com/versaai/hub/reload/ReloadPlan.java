package com.versaai.hub.reload;

import com.versaai.hub.reload.LiveRoutes.Live;
import com.versaai.hub.reload.RouteCompiler.Compiled;
import com.versaai.hub.reload.SourceFile.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is to become of the live files when some texts changed: which are compiled and which are replaced, because they changed or
 * because they rest on something that did.
 */
final class ReloadPlan {

    private final Map<String, Live> live;
    private final Map<String, SourceFile> changed = new TreeMap<>();
    private final Set<String> removed = new TreeSet<>();
    private final Map<String, RouteUnit> units = new TreeMap<>();
    private final Map<String, Content> contents = new HashMap<>();

    /**
     * @param texts   as they are on disk now
     * @param unread  paths that are there and could not be read: what ran runs on
     * @param refused paths whose new text, or whose absence, is not taken
     * @param stale   paths of live files that say something else now although their text is the same
     */
    ReloadPlan(Map<String, Live> live, Map<String, SourceFile> texts, Set<String> unread, Set<String> refused, Set<String> stale) {
        this.live = live;
        texts.forEach((path, text) -> {
            Live before = live.get(path);
            if (!refused.contains(path) && (before == null || !before.unit().file().equals(text) || stale.contains(path))) {
                changed.put(path, text);
            }
        });
        live.keySet().stream().filter(path -> !texts.containsKey(path) && !unread.contains(path) && !refused.contains(path))
                .forEach(removed::add);
    }

    boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }

    Set<String> changed() {
        return changed.keySet();
    }

    /** The texts that changed. */
    Collection<SourceFile> texts() {
        return changed.values();
    }

    /** Everything that changed or is gone. */
    List<String> all() {
        return List.copyOf(union(changed.keySet(), removed));
    }

    Set<String> removed() {
        return removed;
    }

    /** Compiles what changed, with all that rests on a class of it. */
    List<RouteProblem> compile(RouteCompiler compiler, ClassLoader hub, Function<String, Class<?>> liveClasses) {
        changed.values().stream().filter(file -> file.kind() != Kind.JAVA).forEach(file -> units.put(file.path(), RouteUnit.of(file)));
        // What says something else although its text is the same is only asked again.
        changed.keySet().stream().filter(this::sameText).forEach(path -> units.put(path, live.get(path).unit()));
        Map<String, SourceFile> sources = sources();
        if (sources.isEmpty()) {
            return List.of();
        }
        Map<String, byte[]> known = new HashMap<>();
        live.forEach((path, one) -> {
            if (!sources.containsKey(path) && !removed.contains(path)) {
                known.putAll(one.unit().code());
            }
        });
        Compiled result = compiler.compile(sources.values(), known);
        if (!result.problems().isEmpty()) {
            return result.problems();
        }
        return LoadedClasses.add(result, sources, new RouteClassLoader(hub, result.classes(), liveClasses), units);
    }

    private boolean sameText(String path) {
        return live.containsKey(path) && live.get(path).unit().file().equals(changed.getOrDefault(path, live.get(path).unit().file()));
    }

    private Map<String, SourceFile> sources() {
        Map<String, SourceFile> sources = new LinkedHashMap<>(changed);
        sources.values().removeIf(file -> file.kind() != Kind.JAVA || sameText(file.path()));
        Set<String> classes = new LinkedHashSet<>();
        union(sources.keySet(), removed).stream().filter(live::containsKey).forEach(path -> classes.addAll(live.get(path).unit().code().keySet()));
        List<String> added = sources.values().stream().filter(file -> !live.containsKey(file.path())).map(SourceFile::name).toList();
        boolean more = true;
        while (more) {
            more = false;
            for (Live one : live.values()) {
                SourceFile file = one.unit().file();
                if (file.kind() == Kind.JAVA && !sources.containsKey(file.path()) && !removed.contains(file.path())
                        && (one.unit().usesOneOf(classes) || added.stream().anyMatch(one.unit()::says))) {
                    sources.put(file.path(), file);
                    more |= classes.addAll(one.unit().code().keySet());
                }
            }
        }
        return sources;
    }

    /** Units that were compiled or changed and whose content is to be asked for. */
    Collection<RouteUnit> fresh() {
        return List.copyOf(units.values());
    }

    void content(RouteUnit unit, Content content) {
        contents.put(unit.file().path(), content);
    }

    /** Adds the live files that rest on a template, configuration or kamelet which changes; they are built anew of the same text. */
    void addDependents() {
        boolean more = true;
        while (more) {
            Set<String> names = provided();
            more = false;
            for (Live one : live.values()) {
                String path = one.unit().file().path();
                if (!units.containsKey(path) && !removed.contains(path)
                        && names.stream().anyMatch(name -> Content.rests(one.unit(), one.content(), name))) {
                    units.put(path, one.unit());
                    contents.put(path, one.content());
                    more = true;
                }
            }
        }
    }

    private Set<String> provided() {
        Set<String> names = new TreeSet<>();
        contents.values().forEach(content -> names.addAll(content.provides()));
        replaced().forEach(content -> names.addAll(content.provides()));
        return names;
    }

    /** Problems that no build would show: ids that are taken, and things that vanish while others rest on them. */
    List<RouteProblem> conflicts() {
        List<RouteProblem> problems = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        Set<String> there = new TreeSet<>();
        live.forEach((path, one) -> {
            if (!units.containsKey(path) && !removed.contains(path)) {
                one.content().routes().forEach(id -> owners.put(id, path));
                there.addAll(one.content().provides());
            }
        });
        contents.forEach((path, content) -> there.addAll(content.provides()));
        // A text that changed loses against one that was there.
        List<String> paths = new ArrayList<>(units.keySet());
        paths.sort((a, b) -> Boolean.compare(changed.containsKey(a), changed.containsKey(b)));
        for (String path : paths) {
            for (String id : contents.get(path).routes()) {
                String other = owners.putIfAbsent(id, path);
                if (other != null) {
                    problems.add(RouteProblem.of(path, units.get(path).file().lineOf('"' + id + '"'), 0, "check",
                            "routeId " + id + " is taken by " + other));
                }
            }
        }
        for (String path : union(changed.keySet(), removed)) {
            Live before = live.get(path);
            if (before != null) {
                before.content().provides().stream().filter(name -> !there.contains(name)).forEach(name -> users(name).stream().findFirst()
                        .ifPresent(user -> problems.add(RouteProblem.of(path, 0, 0, "check", name + " would be gone, and " + user + " rests on it"))));
            }
        }
        return problems;
    }

    private List<String> users(String name) {
        List<String> users = new ArrayList<>();
        live.forEach((path, one) -> {
            if (!removed.contains(path) && Content.rests(unit(path), units.containsKey(path) ? contents.get(path) : one.content(), name)) {
                users.add(path);
            }
        });
        return users;
    }

    /** The changed or removed paths that a file which itself did not change rests on. */
    List<String> blamed(RouteUnit dependent) {
        return union(changed.keySet(), removed).stream().filter(path -> {
            Set<String> names = new LinkedHashSet<>();
            if (contents.get(path) != null) {
                names.addAll(contents.get(path).provides());
            }
            if (live.get(path) != null) {
                names.addAll(live.get(path).content().provides());
            }
            Set<String> classes = live.containsKey(path) ? live.get(path).unit().code().keySet() : Set.of();
            return dependent.usesOneOf(classes) || names.stream().anyMatch(name -> Content.rests(dependent, contents.get(dependent.file().path()), name));
        }).toList();
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** What comes in, in the order in which it can be added. */
    Map<String, RouteUnit> units() {
        Map<String, RouteUnit> ordered = new LinkedHashMap<>();
        for (boolean contract : List.of(false, true)) {
            units.forEach((path, unit) -> {
                if (contents.get(path).contract() == contract) {
                    ordered.put(path, unit);
                }
            });
        }
        return ordered;
    }

    /** Of what comes in, the files that others can rest on. */
    List<RouteUnit> providing() {
        return units().values().stream().filter(unit -> !contents.get(unit.file().path()).provides().isEmpty()).toList();
    }

    /** Of what comes in, the files with routes, in the order in which they can be added. */
    List<RouteUnit> routing() {
        return units().values().stream().filter(unit -> !contents.get(unit.file().path()).routes().isEmpty()).toList();
    }

    /** What a path holds or held. */
    RouteUnit unit(String path) {
        return units.containsKey(path) ? units.get(path) : live.get(path).unit();
    }

    Content content(String path) {
        return contents.get(path);
    }

    /**
     * Routes that run on although their file says something else now, because they say the same: a connector that comes must not stop the
     * deliveries of the others. None where what they rest on changes too.
     */
    Set<String> kept() {
        Set<String> provided = provided();
        Set<String> kept = new TreeSet<>();
        units.forEach((path, unit) -> {
            if (sameText(path) && unit.asksForConnectors() && provided.stream().noneMatch(unit::names)) {
                kept.addAll(live.get(path).content().sameIn(contents.get(path), provided));
            }
        });
        return kept;
    }

    /** What goes out. */
    List<Content> replaced() {
        List<Content> out = new ArrayList<>();
        live.forEach((path, one) -> {
            if (units.containsKey(path) || removed.contains(path)) {
                out.add(one.content());
            }
        });
        return out;
    }

    /** What went out, to bring it back. */
    List<RouteUnit> before() {
        return live.entrySet().stream().filter(one -> units.containsKey(one.getKey()) || removed.contains(one.getKey()))
                .map(Map.Entry::getValue).sorted(Comparator.comparing(one -> one.content().contract())).map(Live::unit).toList();
    }

    /** Live files that stay and that what comes in rests on, by way of others too. */
    List<RouteUnit> staying() {
        Map<String, Live> staying = new TreeMap<>();
        List<RouteUnit> resting = new ArrayList<>(units.values());
        for (int i = 0; i < resting.size(); i++) {
            RouteUnit unit = resting.get(i);
            String of = unit.file().path();
            Content content = contents.containsKey(of) || !live.containsKey(of) ? contents.get(of) : live.get(of).content();
            live.forEach((path, one) -> {
                if (!units.containsKey(path) && !removed.contains(path) && !staying.containsKey(path)
                        && one.content().provides().stream().anyMatch(name -> Content.rests(unit, content, name))) {
                    staying.put(path, one);
                    resting.add(one.unit());
                }
            });
        }
        return staying.values().stream().map(Live::unit).toList();
    }
}
