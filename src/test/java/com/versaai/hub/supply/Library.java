package com.versaai.hub.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A library that is packaged, or one that another has swallowed.
 *
 * @param within file name of the jar that holds it
 */
record Library(String group, String artifact, String version, String within) {

    /** As {@code dependency:list} writes it: group:artifact:type:[classifier:]version:scope:file. */
    private static final Pattern LISTED = Pattern.compile("\\s*([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?([^:\\s]+):(?:compile|runtime|provided):(.+?\\.jar)\\b.*");
    private static final Pattern SWALLOWED = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    /** Everything in the list, and what these jars say they hold. */
    static List<Library> all(Path list) throws IOException {
        List<Library> found = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            Matcher listed = LISTED.matcher(line.replaceAll("\\x1b\\[[\\d;]*m", ""));
            if (listed.matches()) {
                Path jar = Path.of(listed.group(4));
                found.add(new Library(listed.group(1), listed.group(2), listed.group(3), jar.getFileName().toString()));
                found.addAll(swallowed(jar));
            }
        }
        return found;
    }

    private static List<Library> swallowed(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile()); Stream<java.util.jar.JarEntry> entries = file.stream()) {
            List<Library> found = new ArrayList<>();
            for (var entry : entries.filter(one -> SWALLOWED.matcher(one.getName()).matches()).toList()) {
                Properties pom = new Properties();
                pom.load(file.getInputStream(entry));
                if (pom.getProperty("groupId") != null && pom.getProperty("version") != null) {
                    found.add(new Library(pom.getProperty("groupId"), pom.getProperty("artifactId"), pom.getProperty("version"),
                            jar.getFileName().toString()));
                }
            }
            return found;
        }
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + " in " + within;
    }
}
