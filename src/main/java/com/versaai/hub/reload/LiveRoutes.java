package com.versaai.hub.reload;

import com.versaai.hub.reload.RouteSettings.BrokenAtStart;
import com.versaai.hub.reload.SourceFolders.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.springframework.context.ApplicationContext;

/**
 * The files that run. Loads them when the hub starts and replaces those that changed: compile → configure → build beside the hub →
 * swap. A text that fails on the way is refused with a {@link RouteProblem}; the others of the same edit are taken. What a refused
 * file said before runs on untouched. One that is built and then cannot start is the exception: routes are swapped back.
 */
final class LiveRoutes {

    private final SourceFolders folders;
    private final RouteSettings settings;
    private final ApplicationContext spring;
    private final CamelContext camel;
    private final RouteCompiler compiler;
    private final RouteSwap swap;
    private final RouteGate gate;
    private final Configuring configuring;
    private final ProblemList problems;
    private final BooleanSupplier connectors;
    private final Supplier<List<RouteProblem>> mappings;
    private final Subscribers subscribers;
    /** Of live files that ask for connectors, since these changed; until they have been built anew. */
    private final Set<String> stale = new TreeSet<>();
    /** Never changed, only replaced: what asks from inside a route must not wait for a reload that waits for that route. */
    private volatile Map<String, Live> live = Map.of();

    /**
     * @param connectors reads the manifests anew and says whether some are other than before
     * @param mappings   compiles those that changed and says what is wrong with any
     */
    LiveRoutes(SourceFolders folders, RouteSettings settings, ApplicationContext spring, CamelContext camel, InflightCounts inflight,
               RouteGate gate, Clock clock, BooleanSupplier connectors, Supplier<List<RouteProblem>> mappings, Subscribers subscribers) {
        this.folders = folders;
        this.settings = settings;
        this.spring = spring;
        this.camel = camel;
        this.compiler = new RouteCompiler(spring.getClassLoader());
        this.gate = gate;
        this.connectors = connectors;
        this.mappings = mappings;
        this.subscribers = subscribers;
        this.swap = new RouteSwap(camel, inflight, settings.reload().inFlightTimeout());
        this.configuring = new Configuring(camel, settings.reload().configureTimeout(), settings.refuseUnsafe());
        this.problems = new ProblemList(clock);
    }

    /** A file that runs. */
    record Live(RouteUnit unit, Content content) {
    }

    /** What is wrong with texts on disk that do not run. */
    List<RouteProblem> problems() {
        return problems.all();
    }

    /** Paths of the files that run. */
    Map<String, Content> files() {
        Map<String, Content> files = new TreeMap<>();
        live.forEach((path, one) -> files.put(path, one.content()));
        return files;
    }

    /**
     * Loads everything, file by file: a broken one keeps no other from starting.
     *
     * @throws BrokenRoutesException where {@code hub.routes.broken-at-start} is {@code fail}
     */
    synchronized void start() {
        Reading reading = folders.read();
        Set<String> refused = new TreeSet<>();
        List<RouteProblem> found = new ArrayList<>(reading.problems());
        ReloadPlan edition = compiled(reading, refused, found);
        Map<String, Live> started = new TreeMap<>();
        edition.units().forEach((path, unit) -> started.put(path, new Live(unit, edition.content(path))));
        for (RouteUnit unit : edition.providing()) {
            if (!Failure.attempt(unit, "start", found, Failure::of, () -> swap.addProvided(unit))) {
                started.remove(unit.file().path());
            }
        }
        for (RouteUnit unit : edition.routing()) {
            String path = unit.file().path();
            if (started.containsKey(path) && !Failure.attempt(unit, "start", found, Failure::of, () -> add(unit, edition, null, Set.of()))) {
                swap.takeBack(edition.content(path));
                started.remove(path);
            }
        }
        live = started;
        found.addAll(mappings.get());
        problems.tell(found, live.keySet());
        if (!found.isEmpty() && settings.brokenAtStart() == BrokenAtStart.FAIL) {
            throw new BrokenRoutesException(found);
        }
    }

    /** Takes over what changed on disk. */
    synchronized void reload() {
        if (connectors.getAsBoolean()) {
            live.values().stream().map(Live::unit).filter(RouteUnit::asksForConnectors).forEach(unit -> stale.add(unit.file().path()));
        }
        Reading reading = folders.read();
        Set<String> refused = new TreeSet<>();
        List<RouteProblem> found = new ArrayList<>(reading.problems());
        long start = System.nanoTime();
        long compiled;
        long checked;
        ReloadPlan edition;
        do {
            edition = compiled(reading, refused, found);
            compiled = System.nanoTime();
            boolean builds = !edition.isEmpty() && builds(edition, found, refused);
            checked = System.nanoTime();
            if (edition.isEmpty() || builds && swapped(edition, reading, found, refused)) {
                break;
            }
        } while (true);
        found.addAll(mappings.get());
        problems.tell(found, live.keySet());
        ReloadLine.tell(edition, start, compiled, checked);
    }

    /** For quiet times: who edits saves again within that. */
    void rest(Duration unused) {
        compiler.rest(unused);
    }

    /** An edition whose files compile, can be configured and do not get in each other's way; what does not is refused. */
    private ReloadPlan compiled(Reading reading, Set<String> refused, List<RouteProblem> found) {
        Set<String> unread = new TreeSet<>();
        reading.problems().forEach(problem -> unread.add(problem.file()));
        while (true) {
            ReloadPlan edition = new ReloadPlan(live, reading.files(), unread, refused, stale);
            List<RouteProblem> wrong = edition.isEmpty() ? List.of() : examined(edition, Failure::of);
            if (wrong.isEmpty()) {
                return edition;
            }
            refuse(edition, wrong, found, refused);
        }
    }

    private List<RouteProblem> examined(ReloadPlan edition, Failure.Telling telling) {
        List<RouteProblem> wrong = new ArrayList<>(YamlCheck.of(edition.texts()));
        wrong.addAll(edition.compile(compiler, spring.getClassLoader(), this::liveClass));
        if (!wrong.isEmpty()) {
            return wrong;
        }
        for (RouteUnit unit : edition.fresh()) {
            Failure.attempt(unit, "configure", wrong, telling, () -> {
                Content content = configuring.content(unit);
                subscribers.check(content);
                edition.content(unit, content);
            });
        }
        if (wrong.isEmpty()) {
            edition.addDependents();
            wrong.addAll(edition.conflicts());
        }
        return wrong;
    }

    /**
     * Everything that runs, with other texts in some places. Nothing goes live.
     *
     * @param texts by path
     * @throws BrokenRoutesException when such a text does not compile or cannot be configured
     */
    List<RouteUnit> with(Map<String, String> texts) {
        Map<String, SourceFile> all = new TreeMap<>();
        Map<String, Live> running = live;
        running.forEach((path, one) -> all.put(path, one.unit().file()));
        texts.forEach((path, text) -> all.put(path, new SourceFile(path, SourceFile.kind(path), text)));
        List<RouteProblem> unfit = YamlCheck.ofTrial(texts.keySet().stream().map(all::get).toList());
        if (!unfit.isEmpty()) {
            throw new BrokenRoutesException(unfit);
        }
        ReloadPlan edition = new ReloadPlan(running, all, Set.of(), Set.of(), Set.of());
        List<RouteProblem> wrong = edition.isEmpty() ? List.of() : examined(edition, Failure::withoutText);
        if (!settings.reload().enabled()) {
            rest(Duration.ZERO); // nobody looks at the folders, so nobody would come by later
        }
        if (!wrong.isEmpty()) {
            throw new BrokenRoutesException(wrong);
        }
        Map<String, RouteUnit> units = new TreeMap<>();
        running.forEach((path, one) -> units.put(path, one.unit()));
        units.putAll(edition.units());
        return List.copyOf(units.values());
    }

    /** The class of that name that a running file was compiled to, null when there is none. */
    Class<?> liveClass(String name) {
        for (Live one : live.values()) {
            for (Class<?> type : one.unit().classes()) {
                if (type.getName().equals(name)) {
                    return type;
                }
            }
        }
        return null;
    }

    private boolean builds(ReloadPlan edition, List<RouteProblem> found, Set<String> refused) {
        List<RouteProblem> wrong = new ArrayList<>();
        try (Rehearsal rehearsal = new Rehearsal(spring, camel)) {
            for (RouteUnit unit : edition.staying()) {
                rehearsal.provide(unit);
            }
            edition.providing().forEach(unit -> Failure.attempt(unit, "check", wrong, Failure::of, () -> rehearsal.provide(unit)));
            edition.routing().forEach(unit -> Failure.attempt(unit, "check", wrong, Failure::of, () -> rehearsal.build(unit)));
        } catch (Exception e) {
            throw new IllegalStateException("the hub could not make a context to check routes in", e);
        }
        if (!wrong.isEmpty()) {
            refuse(edition, wrong, found, refused);
        }
        return wrong.isEmpty();
    }

    /** @param saved when the file was; null while the hub starts */
    private void add(RouteUnit unit, ReloadPlan edition, Instant saved, Set<String> kept) throws Exception {
        subscribers.begin(edition.content(unit.file().path()), saved);
        swap.addRoutes(unit, kept);
    }

    private boolean swapped(ReloadPlan edition, Reading reading, List<RouteProblem> found, Set<String> refused) {
        List<RouteProblem> wrong = new ArrayList<>();
        Set<String> kept = edition.kept();
        List<Content> replaced = edition.replaced().stream().map(content -> content.without(kept)).toList();
        boolean asked = swap.areAsked(replaced);
        if (asked) {
            gate.close();
        }
        try {
            // Who is slow inside is waited for; whoever wants something else must not wait with us.
            swap.remove(replaced, swap.areEntrances(replaced) ? () -> { } : gate::open);
            edition.providing().forEach(unit -> Failure.attempt(unit, "start", wrong, Failure::of, () -> swap.addProvided(unit)));
            edition.routing().forEach(unit -> Failure.attempt(unit, "start", wrong, Failure::of,
                    () -> add(unit, edition, reading.saved().getOrDefault(unit.file().path(), Instant.EPOCH), kept)));
            if (!wrong.isEmpty()) {
                swap.remove(edition.units().keySet().stream().map(edition::content).map(content -> content.without(kept)).toList());
                swap.add(edition.before(), kept);
            }
        } catch (Exception e) {
            throw new IllegalStateException("routes could not be swapped", e);
        } finally {
            if (asked) {
                gate.open();
            }
        }
        if (!wrong.isEmpty()) {
            refuse(edition, wrong, found, refused);
            return false;
        }
        Map<String, Live> now = new TreeMap<>(live);
        edition.removed().forEach(now::remove);
        edition.units().forEach((path, unit) -> now.put(path, new Live(unit, edition.content(path))));
        live = now;
        stale.removeAll(edition.units().keySet());
        return true;
    }

    /** A file that did not change is not to blame: what it rests on is refused, with the first complaint for all. */
    private void refuse(ReloadPlan edition, List<RouteProblem> wrong, List<RouteProblem> found, Set<String> refused) {
        Map<String, List<RouteProblem>> byBlamed = new TreeMap<>();
        for (RouteProblem problem : wrong) {
            if (edition.changed().contains(problem.file()) || edition.removed().contains(problem.file())) {
                refused.add(problem.file());
                found.add(problem);
                continue;
            }
            List<String> blamed = edition.blamed(edition.unit(problem.file()));
            (blamed.isEmpty() ? edition.all() : blamed).forEach(path -> byBlamed.computeIfAbsent(path, p -> new ArrayList<>()).add(problem));
        }
        byBlamed.forEach((path, complaints) -> {
            refused.add(path);
            String others = complaints.size() > 1 ? " (and " + (complaints.size() - 1) + " more)" : "";
            found.add(RouteProblem.of(path, 0, 0, complaints.get(0).stage(), "what rests on it would not work any more: "
                    + complaints.get(0).oneLine() + others));
        });
    }
}
