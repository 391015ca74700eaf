package com.versaai.hub.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folders as they are on disk. They are looked at instead of watched: a look costs about a millisecond, and it also sees
 * network mounts, new sub-folders and the symbolic links that Kubernetes swaps below a mounted ConfigMap.
 */
final class SourceFolders {

    /** No route is that long; a file that is was put there by mistake. */
    private static final long LONGEST = 1_000_000;
    private static final int DEEPEST = 16;

    private final Map<String, Path> folders;

    /** @param folders folder by the name that its paths begin with */
    SourceFolders(Map<String, Path> folders) {
        this.folders = folders;
    }

    /** What tells a file from its earlier self without reading it. */
    record Stamp(long size, long modified, Object key) {
    }

    /**
     * @param files by path
     * @param saved when each was, by path
     */
    record Reading(Map<String, SourceFile> files, List<RouteProblem> problems, Map<String, Instant> saved) {
    }

    /** Stamps of all files by path, and of the connectors' manifests and mappings. */
    Map<String, Stamp> look() {
        Map<String, Stamp> stamps = new TreeMap<>();
        walk((path, file, attributes) ->
                stamps.put(path, new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey())));
        return stamps;
    }

    /** The texts; a file that vanished meanwhile is left out, one that is no text is a problem. */
    Reading read() {
        Map<String, SourceFile> files = new TreeMap<>();
        List<RouteProblem> problems = new ArrayList<>();
        Map<String, Instant> saved = new TreeMap<>();
        walk((path, file, attributes) -> {
            if (SourceFile.kind(path) == null) {
                if (SourceFile.isForeign(path)) {
                    problems.add(RouteProblem.of(path, 0, 0, "read", "nothing of it runs: routes are .java or .yaml files"));
                }
                return;
            }
            saved.put(path, attributes.lastModifiedTime().toInstant());
            RouteProblem problem = unfit(path, file, attributes);
            if (problem != null) {
                problems.add(problem);
                return;
            }
            try {
                String text = text(Files.readAllBytes(file));
                if (text.isBlank()) {
                    // An editor or a copy that has made the file and not written it yet; who wants the routes gone deletes it.
                    problems.add(RouteProblem.of(path, 0, 0, "read", "the file is empty; delete it to take its routes away"));
                } else {
                    files.put(path, new SourceFile(path, SourceFile.kind(path), text));
                }
            } catch (NoSuchFileException e) {
                // deleted since it was listed
            } catch (CharacterCodingException e) {
                problems.add(RouteProblem.of(path, 0, 0, "read", "the file is not UTF-8"));
            } catch (IOException e) {
                problems.add(RouteProblem.of(path, 0, 0, "read", "the file cannot be read: " + e));
            }
        });
        return new Reading(files, problems, saved);
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private RouteProblem unfit(String path, Path file, BasicFileAttributes attributes) {
        if (attributes.size() > LONGEST) {
            return RouteProblem.of(path, 0, 0, "read", "the file is longer than " + LONGEST + " bytes");
        }
        try {
            Path root = folders.get(path.substring(0, path.indexOf('/'))).toRealPath();
            return file.toRealPath().startsWith(root) ? null
                    : RouteProblem.of(path, 0, 0, "read", "the link leads out of the folder; what runs as code must lie in it");
        } catch (IOException e) {
            return RouteProblem.of(path, 0, 0, "read", "the file cannot be read: " + e);
        }
    }

    private interface Visit {
        void file(String path, Path file, BasicFileAttributes attributes);
    }

    private void walk(Visit visit) {
        folders.forEach((name, folder) -> {
            try {
                Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new Visitor(name, folder, visit));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final String name;
        private final Path folder;
        private final Visit visit;

        Visitor(String name, Path folder, Visit visit) {
            this.name = name;
            this.folder = folder;
            this.visit = visit;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // Kubernetes keeps the real files in ..data; editors and Git have folders of their own.
            return hidden(directory) && !directory.equals(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = name + '/' + folder.relativize(file).toString().replace('\\', '/');
            if (!hidden(file) && attributes.isRegularFile() && SourceFile.isLookedAt(path)) {
                visit.file(path, file, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof FileSystemLoopException || failure instanceof NoSuchFileException && !file.equals(folder)) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        private static boolean hidden(Path path) {
            return path.getFileName() != null && path.getFileName().toString().startsWith(".");
        }
    }
}
