package com.versaai.hub.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file of {@code routes/} or {@code kamelets/} as text.
 *
 * @param name the path as configured, with slashes
 */
record LintedFile(String name, String text) {

    private static final Set<String> ENDINGS = Set.of("java", "yaml", "yml", "jq");

    /** All text files below a folder, in order; none when there is no such folder. */
    static List<LintedFile> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> wanted = files.filter(Files::isRegularFile).filter(LintedFile::isText).sorted().toList();
            Stream.Builder<LintedFile> read = Stream.builder();
            for (Path file : wanted) {
                // Not readString: a file in another encoding is linted all the same.
                read.add(new LintedFile(file.toString().replace('\\', '/'), new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            }
            return read.build().toList();
        }
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    boolean isJava() {
        return name.endsWith(".java");
    }

    String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    Place place(int offset) {
        return Place.in(name, 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count());
    }

    /** Where these words stand first, or the file as a whole. */
    Place placeOf(String words) {
        int offset = text.indexOf(words);
        return offset < 0 ? Place.in(name, null) : place(offset);
    }
}
