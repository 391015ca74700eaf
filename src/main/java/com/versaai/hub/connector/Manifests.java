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
    private static final String SHOWN = "routes/connectors/";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final long LONGEST = 100_000;

    private final Path folder;
    private final Path kamelets;
    private final Clock clock;
    private final ManifestReader reader = new ManifestReader();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = new State(Map.of(), Map.of(), List.of());

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

    private record State(Map<String, Manifest> manifests, Map<String, String> texts, List<ManifestProblem> problems) {
    }

    /** By name. */
    public Map<String, Manifest> all() {
        return state.manifests;
    }

    /** Null where there is no such connector. */
    public Manifest get(String connector) {
        return state.manifests.get(connector);
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
        boolean changed = !texts.equals(before.texts);
        state = new State(Collections.unmodifiableMap(manifests), Map.copyOf(texts), told(problems, manifests));
        try {
            if (changed) {
                listeners.forEach(Runnable::run);
            }
        } catch (RuntimeException e) {
            state = before; // whoever reads the next time finds the change again
            throw e;
        }
        return changed;
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

    private List<ManifestProblem> told(List<ManifestProblem> found, Map<String, Manifest> manifests) {
        List<ManifestProblem> now = new ArrayList<>();
        for (ManifestProblem problem : found) {
            boolean holds = manifests.containsKey(problem.file().substring(SHOWN.length(), problem.file().lastIndexOf('/')));
            ManifestProblem known = state.problems.stream().filter(problem::same).findFirst().orElse(null);
            now.add(problem.seen(holds, known == null ? clock.instant() : known.since()));
            if (known == null) {
                LOG.error("{}:{}:{}: {}\n  {}", problem.file(), problem.line(), problem.column(), problem.message(),
                        holds ? "What this file said before holds." : "There is no such connector until it is mended.");
            }
        }
        state.problems.stream().map(ManifestProblem::file).distinct().filter(file -> now.stream().noneMatch(problem -> problem.file().equals(file)))
                .forEach(file -> LOG.info("{} is mended", file));
        return List.copyOf(now);
    }
}
