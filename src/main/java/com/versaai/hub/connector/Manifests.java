package com.versaai.hub.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors there are: one folder each below {@code routes/connectors}, read when the hub starts and again when one changes. A
 * manifest that turns out to be broken leaves the one before in place; the others never notice. Bean {@code manifests}.
 */
public final class Manifests {

    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
    private static final String FILE = "connector.yaml";
    private static final String FIELDS = "fields.yaml";
    private static final String SHOWN = "routes/connectors/";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final long LONGEST = 100_000;

    private final Path folder;
    private final Path kamelets;
    private final Clock clock;
    private final ManifestReader reader = new ManifestReader();
    private final FieldsReader fieldsReader = new FieldsReader();
    private volatile BiPredicate<String, String> configured = (connector, destination) -> false;
    private volatile UnaryOperator<String> expressions = expression -> null;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = new State(Map.of(), Map.of(), Map.of(), List.of());

    /** @param folder of the connectors' folders */
    public Manifests(Path folder) {
        this(folder, null, Clock.systemUTC());
    }

    /** @param kamelets folder of the kamelets that manifests name; null: they may name any */
    Manifests(Path folder, Path kamelets, Clock clock) {
        this.folder = folder;
        this.kamelets = kamelets;
        this.clock = clock;
    }

    private record State(Map<String, Manifest> manifests, Map<String, String> texts, Map<String, Fields> fields, List<ManifestProblem> problems) {
    }

    /** By name. */
    public Map<String, Manifest> all() {
        return state.manifests;
    }

    /** Null where there is no such connector. */
    public Manifest get(String connector) {
        return state.manifests.get(connector);
    }

    /** What the file {@code fields.yaml} beside that manifest says. */
    public Fields fields(String connector) {
        return state.fields.getOrDefault(connector, Fields.NONE);
    }

    /**
     * Has expressions in the files {@code fields.yaml} checked by whoever evaluates them, also in those that are read already.
     *
     * @param check says what is wrong with one, null for nothing
     */
    public void checkExpressions(UnaryOperator<String> check) {
        expressions = check;
        refresh();
    }

    /** @param destinations whether the configuration makes that destination (second) one of that connector (first) */
    void configured(BiPredicate<String, String> destinations) {
        configured = destinations;
    }

    /** What is wrong with files on disk. */
    public List<ManifestProblem> problems() {
        return state.problems;
    }

    /** Where the connectors' folders are; a connector's mappings lie in its own. */
    public Path folder() {
        return folder;
    }

    /** Called after a manifest appeared, changed or went. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Reads what is on disk now.
     *
     * @return whether some manifest is another than before
     */
    public synchronized boolean refresh() {
        Map<String, Manifest> manifests = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        List<ManifestProblem> problems = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getParent().getFileName().toString();
            String shown = SHOWN + name + '/' + FILE;
            String text = text(file, shown, problems);
            Manifest before = state.manifests.get(name);
            boolean same = text != null && text.equals(state.texts.get(name));
            ManifestReader.Reading reading = text == null ? new ManifestReader.Reading(null, List.of())
                    : same && before != null ? new ManifestReader.Reading(before, List.of()) : read(name, shown, text);
            problems.addAll(reading.problems());
            Manifest now = reading.manifest() == null ? before : reading.manifest();
            if (now != null) {
                manifests.put(name, now);
                texts.put(name, reading.manifest() == null ? state.texts.getOrDefault(name, "") : text);
            }
        }
        State before = state;
        Map<String, Fields> fields = fields(manifests, problems);
        boolean changed = !texts.equals(before.texts);
        state = new State(Collections.unmodifiableMap(manifests), Map.copyOf(texts), fields, told(problems, manifests, fields));
        try {
            if (changed || !fields.equals(before.fields)) {
                listeners.forEach(Runnable::run);
            }
        } catch (RuntimeException e) {
            state = before; // whoever reads the next time finds the change again
            throw e;
        }
        return changed;
    }

    /** Of each connector; read again every time, because what they name is in other files. */
    private Map<String, Fields> fields(Map<String, Manifest> manifests, List<ManifestProblem> problems) {
        Map<String, Fields> all = new TreeMap<>();
        manifests.forEach((name, manifest) -> {
            Path file = folder.resolve(name).resolve(FIELDS);
            String shown = SHOWN + name + '/' + FIELDS;
            Fields before = state.fields.get(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                String text = text(file, shown, problems);
                FieldsReader.Reading reading = text == null ? new FieldsReader.Reading(null, List.of())
                        : fieldsReader.read(shown, text, known(manifest));
                problems.addAll(reading.problems());
                // Without what it takes away, more would be sent than somebody wants.
                Fields former = before != null && before != Fields.NONE ? before : Fields.broken(shown + " cannot be used, see bin/hub problems");
                all.put(name, reading.fields() == null ? former : reading.fields());
            } else if (before != null && before.problem() == null && !before.equals(Fields.NONE)) {
                problems.add(ManifestProblem.of(shown, 0, 0, "the file is gone; to send no fields of one's own, write actions: {} into it"));
                all.put(name, before);
            }
        });
        return Map.copyOf(all);
    }

    private FieldsReader.Known known(Manifest manifest) {
        return new FieldsReader.Known(
                action -> manifest.actions().containsKey(action)
                        || Files.isRegularFile(folder.resolve(manifest.name()).resolve(manifest.mappingOf(action))),
                destination -> manifest.destinations().containsKey(destination) || configured.test(manifest.name(), destination), expressions);
    }

    private ManifestReader.Reading read(String name, String shown, String text) {
        if (!NAME.matcher(name).matches()) {
            return new ManifestReader.Reading(null, List.of(ManifestProblem.of(shown, 0, 0, "a connector's folder is named by a-z, 0-9 and -, at most 40")));
        }
        ManifestReader.Reading reading = reader.read(name, shown, text);
        List<ManifestProblem> missing = reading.manifest() == null || kamelets == null ? List.of() : reading.manifest().kamelets().stream()
                .filter(kamelet -> !Files.isRegularFile(kamelets.resolve(kamelet + ".kamelet.yaml")))
                .map(kamelet -> ManifestProblem.of(shown, lineOf(text, kamelet), 0, "there is no kamelets/" + kamelet + ".kamelet.yaml")).toList();
        return missing.isEmpty() ? reading : new ManifestReader.Reading(null, missing);
    }

    private static int lineOf(String text, String word) {
        return (int) text.substring(0, Math.max(0, text.indexOf(word))).chars().filter(c -> c == '\n').count() + 1;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(one -> !one.getFileName().toString().startsWith(".")).map(one -> one.resolve(FILE)).filter(Files::isRegularFile)
                    .sorted().toList();
        } catch (IOException e) {
            LOG.error("The folder of connectors cannot be read; those that are there stay: {}", e.toString());
            return state.manifests.keySet().stream().map(name -> folder.resolve(name).resolve(FILE)).toList();
        }
    }

    private String text(Path file, String shown, List<ManifestProblem> problems) {
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                problems.add(ManifestProblem.of(shown, 0, 0, "the link leads out of the folder"));
            } else if (Files.size(file) > LONGEST) {
                problems.add(ManifestProblem.of(shown, 0, 0, "the file is longer than " + LONGEST + " bytes"));
            } else {
                return Files.readString(file);
            }
        } catch (IOException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(ManifestProblem.of(shown, 0, 0, "the file cannot be read as UTF-8: " + e.getClass().getSimpleName()));
            }
        }
        return null;
    }

    private List<ManifestProblem> told(List<ManifestProblem> found, Map<String, Manifest> manifests, Map<String, Fields> fields) {
        List<ManifestProblem> now = new ArrayList<>();
        for (ManifestProblem problem : found) {
            String name = problem.file().substring(SHOWN.length(), problem.file().lastIndexOf('/'));
            boolean ofFields = problem.file().endsWith('/' + FIELDS);
            boolean holds = ofFields ? fields.get(name) != null && fields.get(name).problem() == null : manifests.containsKey(name);
            ManifestProblem known = state.problems.stream().filter(problem::same).findFirst().orElse(null);
            now.add(problem.seen(holds, known == null ? clock.instant() : known.since()));
            if (known == null) {
                LOG.error("{}:{}:{}: {}\n  {}", problem.file(), problem.line(), problem.column(), problem.message(),
                        holds ? "What this file said before holds." : ofFields ? "Nothing more is mapped for this connector until it is mended."
                                : "There is no such connector until it is mended.");
            }
        }
        state.problems.stream().map(ManifestProblem::file).distinct().filter(file -> now.stream().noneMatch(problem -> problem.file().equals(file)))
                .forEach(file -> LOG.info("{} is mended", file));
        return List.copyOf(now);
    }
}
