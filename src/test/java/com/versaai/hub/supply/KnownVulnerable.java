package com.versaai.hub.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/** The checked-in list of versions nobody should run. Versions are compared as Maven does. */
final class KnownVulnerable {

    static final Path LIST = Path.of("src", "build", "known-vulnerable.txt");

    private final List<Entry> entries;

    private KnownVulnerable(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * One line of the list.
     *
     * @param advisory its public id, or {@code policy}
     */
    record Entry(String group, String artifact, VersionRange versions, String advisory, String what) {

        static Entry of(String line) {
            String[] cells = line.split("\\|", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException("five cells, not " + cells.length + ": " + line);
            }
            try {
                return new Entry(cells[0].strip(), cells[1].strip(), VersionRange.createFromVersionSpec(cells[2].strip()), cells[3].strip(),
                        cells[4].strip());
            } catch (InvalidVersionSpecificationException e) {
                throw new IllegalArgumentException(e.getMessage() + ": " + line, e);
            }
        }

        boolean matches(Library library) {
            return group.equals(library.group()) && artifact.equals(library.artifact())
                    && versions.containsVersion(new DefaultArtifactVersion(library.version()));
        }
    }

    static KnownVulnerable read(Path list) throws IOException {
        return of(Files.readAllLines(list));
    }

    static KnownVulnerable of(List<String> lines) {
        return new KnownVulnerable(lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).map(Entry::of).toList());
    }

    List<Entry> entries() {
        return entries;
    }

    /** One line for each library and advisory that fit each other. */
    List<String> among(List<Library> libraries) {
        return libraries.stream().flatMap(library -> entries.stream().filter(entry -> entry.matches(library))
                .map(entry -> library + ": " + entry.advisory() + ", " + entry.what())).toList();
    }
}
