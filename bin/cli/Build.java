package cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles the command line once: into one jar, with the classes of jackson-core that it reads JSON with, and an archive of all of them as a JVM
 * has them in memory. bin/hub runs this file as it is, so it keeps to what a Java older than 17 understands, to say that it is too old.
 */
final class Build {

    /** Texts are put together by code, not by code that is made at each start. */
    private static final String PLAIN = "-XDstringConcat=inline";
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Path sources;
    private final Path home;
    private final Path place;
    private final String key;

    private Build(String... words) {
        sources = Paths.get(words[0]);
        home = Paths.get(words[1]);
        place = Paths.get(words[2]);
        key = words[3];
    }

    public static void main(String[] words) throws Exception {
        if (Runtime.version().feature() < 17) {
            System.err.println("bin/hub needs a JDK, 17 or later; this is " + Runtime.version() + ". JAVA_HOME says which one is taken.");
            System.exit(3);
        }
        try {
            new Build(words).run(words[4].isEmpty());
        } catch (IOException e) {
            System.err.println("bin/hub could not be compiled: " + e);
            System.exit(3);
        }
    }

    /** Two of them may be at it at once: the jar that is there first stays, since an archive fits one jar only. */
    private void run(boolean archived) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(place, "build");
        try {
            Path jar = jar(work, compiled(work));
            Path made = place.resolve(key + ".jar");
            try {
                Files.createLink(made, jar);
            } catch (FileAlreadyExistsException e) {
                // another one's
            } catch (UnsupportedOperationException | IOException e) {
                Files.move(jar, made, StandardCopyOption.ATOMIC_MOVE);
            }
            if (archived) {
                archive(work, made);
                forget();
            }
        } finally {
            delete(work);
        }
    }

    private Path compiled(Path work) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectory(work.resolve("classes"));
        List<String> words = new ArrayList<>(Arrays.asList("-d", classes.toString(), "-cp", jackson().toString(), "-encoding", "UTF-8", "-proc:none",
                "-nowarn",
                "--release", "17", PLAIN));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java") && !file.endsWith("Build.java")).forEach(words::add);
        }
        if (compiler.run(null, System.err, System.err, words.toArray(new String[0])) != 0) {
            throw new IOException("see above");
        }
        return classes;
    }

    /** Where the hub's libraries are: packaged, built, or only fetched by Maven. */
    private Path jackson() throws IOException {
        String told = System.getenv().getOrDefault("HUB_LIB", "");
        Path fetched = Paths.get(System.getProperty("user.home"), ".m2", "repository", "com", "fasterxml", "jackson", "core", "jackson-core");
        List<Path> folders = new ArrayList<>(!told.isEmpty() ? Arrays.asList(Paths.get(told)) : Arrays.asList(home.resolve("lib"),
                home.resolve("target/hub/lib")));
        if (told.isEmpty() && Files.isDirectory(fetched)) {
            try (Stream<Path> versions = Files.list(fetched)) {
                folders.addAll(versions.sorted(Comparator.reverseOrder()).collect(Collectors.toList()));
            }
        }
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "jackson-core-2*[0-9].jar")) {
                    for (Path jar : jars) {
                        return jar;
                    }
                }
            }
        }
        throw new IOException("it reads JSON with jackson-core, which comes with the hub, but is in none of "
                + folders.stream().map(Path::normalize).collect(Collectors.toList())
                        + ". Build the hub once (mvn compile), or say by HUB_LIB which folder has the jar");
    }

    private Path jar(Path work, Path classes) throws IOException {
        Path jar = work.resolve(key + ".jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(1);
            try (Stream<Path> made = Files.walk(classes)) {
                for (Path one : made.filter(Files::isRegularFile).collect(Collectors.toList())) {
                    out.putNextEntry(new JarEntry(classes.relativize(one).toString().replace(File.separatorChar, '/')));
                    Files.copy(one, out);
                }
            }
            try (JarFile jackson = new JarFile(jackson().toFile())) {
                for (JarEntry entry : Collections.list(jackson.entries())) {
                    if (entry.getName().startsWith("com/") && entry.getName().endsWith(".class")) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = jackson.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                    }
                }
            }
        }
        return jar;
    }

    /** Without it all is as before, only slower. */
    private void archive(Path work, Path jar) throws IOException, InterruptedException {
        Path made = work.resolve(key + ".jsa");
        new ProcessBuilder(Paths.get(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m", "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + made, "-cp", jar.toString(), "cli.Training")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        if (Files.exists(made)) {
            Files.move(made, place.resolve(key + ".jsa"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What other texts and other JDKs have left. */
    private void forget() throws IOException {
        try (DirectoryStream<Path> former = Files.newDirectoryStream(place, "hub-*.{jar,jsa}")) {
            for (Path one : former) {
                if (!one.getFileName().toString().startsWith(key + '.')
                        && Files.getLastModifiedTime(one).toInstant().isBefore(Instant.now().minus(FORGOTTEN))) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.deleteIfExists(one);
            }
        }
    }
}
