package com.versaai.hub.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a log holds that is neither the hub's own words nor below WARN: libraries talking about themselves, and stack traces. */
final class ForeignWarnings {

    private static final Pattern WARNING = Pattern.compile("[\\d:.]+ (?:WARN|ERROR) +(\\S+) .*");
    /** Simple names, as the log writes them. */
    private static final Set<String> HUB = classes(Path.of("target", "classes", "com", "versaai", "hub"));

    private ForeignWarnings() {
    }

    static List<String> in(List<String> log) {
        return log.stream().filter(ForeignWarnings::foreign).toList();
    }

    private static boolean foreign(String line) {
        Matcher warning = WARNING.matcher(line);
        return warning.matches() && !HUB.contains(warning.group(1)) || line.startsWith("\tat ") || line.startsWith("Caused by: ");
    }

    private static Set<String> classes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
