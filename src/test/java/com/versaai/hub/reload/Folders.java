package com.versaai.hub.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of routes/ and kamelets/ that a test may edit. */
final class Folders {

    private final Path root;

    Folders(Path root) {
        this.root = root;
        restore();
    }

    Path path(String path) {
        return root.resolve(path);
    }

    String read(String path) {
        try {
            return Files.readString(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes beside and renames, as editors and Git do. */
    void write(String path, String text) {
        write(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void write(String path, byte[] bytes) {
        try {
            Files.createDirectories(path(path).getParent());
            Path beside = Files.write(path(path).resolveSibling("." + path(path).getFileName() + ".tmp"), bytes);
            Files.move(beside, path(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void replace(String path, String from, String to) {
        String text = read(path);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(path + " does not hold " + from);
        }
        write(path, text.replace(from, to));
    }

    void delete(String path) {
        try {
            Files.delete(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in the repository again. */
    void restore() {
        try {
            for (String folder : List.of("routes", "kamelets")) {
                Files.createDirectories(root.resolve(folder));
                try (Stream<Path> mine = Files.walk(root.resolve(folder))) {
                    for (Path file : mine.sorted(Comparator.reverseOrder()).toList()) {
                        Path original = Path.of(root.relativize(file).toString());
                        if (!Files.exists(original) || Files.isSymbolicLink(file)) {
                            Files.delete(file);
                        }
                    }
                }
                try (Stream<Path> theirs = Files.walk(Path.of(folder))) {
                    for (Path file : theirs.toList()) {
                        Path copy = root.resolve(file.toString());
                        if (Files.isDirectory(file)) {
                            Files.createDirectories(copy);
                        } else if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
