package com.versaai.hub.reload;

import com.sun.source.util.JavacTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The JDK's compiler over texts in memory. Camel's own ({@code camel-java-joor-dsl}) tells a failure as one string for all files
 * of a folder; here every error keeps its file, line and column, and classes of files that are not compiled anew are seen too.
 */
final class RouteCompiler {

    private static final List<String> OPTIONS = List.of("-proc:none", "-parameters", "-g", "-nowarn", "-Xlint:none");

    private final JavaCompiler javac;
    /** Open between compilations: looking into three hundred jars takes longer than compiling a file. Null when closed. */
    private JavaFileManager disk;
    private long usedAt;
    private final List<File> extra;

    /** With what the JVM's class path has. */
    RouteCompiler() {
        this(null);
    }

    /** @param loader where it has jars of its own besides (lib-extra), routes may use them */
    RouteCompiler(ClassLoader loader) {
        this.extra = loader instanceof URLClassLoader jars ? Stream.of(jars.getURLs()).map(RouteCompiler::file).toList() : List.of();
        this.javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("routes are compiled when they are loaded: the hub needs a JDK, not a JRE");
        }
    }

    private JavaFileManager opened() {
        StandardJavaFileManager opened = javac.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);
        if (!extra.isEmpty()) {
            List<File> all = new ArrayList<>();
            opened.getLocation(StandardLocation.CLASS_PATH).forEach(all::add);
            all.addAll(extra);
            try {
                opened.setLocation(StandardLocation.CLASS_PATH, all);
            } catch (IOException e) {
                throw new UncheckedIOException("routes cannot be compiled with the jars of lib-extra", e);
            }
        }
        return opened;
    }

    private static File file(URL jar) {
        return new File(URI.create(jar.toString()));
    }

    /** Gives back what looking into the jars left in memory, some 20 MB, when nothing has been compiled for that long. */
    synchronized void rest(Duration unused) {
        if (disk != null && System.nanoTime() - usedAt > unused.toNanos()) {
            try {
                disk.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the compiler's view of the jars could not be closed", e);
            } finally {
                disk = null;
            }
        }
    }

    /**
     * @param classes byte code by binary name
     * @param files   path of the file that each class came from
     * @param uses    by path, what {@link References} the text has
     */
    record Compiled(Map<String, byte[]> classes, Map<String, String> files, Map<String, Set<String>> uses, List<RouteProblem> problems) {
    }

    /**
     * Compiles files together, and refuses those that would end the hub.
     *
     * @param known byte code of classes that they may use and that are not among them
     */
    synchronized Compiled compile(Collection<SourceFile> sources, Map<String, byte[]> known) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Map<String, byte[]> classes = new TreeMap<>();
        Map<String, String> files = new HashMap<>();
        List<Source> texts = sources.stream().map(Source::new).toList();
        if (disk == null) {
            disk = opened();
        }
        StringWriter crash = new StringWriter();
        Map<String, Set<String>> uses = new HashMap<>();
        JavacTask task = (JavacTask) javac.getTask(crash, new Memory(disk, known, classes, files), said, OPTIONS, null, texts);
        task.addTaskListener(new References(task, uses));
        boolean done = task.call();
        usedAt = System.nanoTime();
        List<RouteProblem> problems = said.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> problem(one, texts)).toList();
        List<RouteProblem> told = done || !problems.isEmpty() ? problems : gaveUp(crash.toString(), texts);
        return new Compiled(classes, files, uses, told.isEmpty() ? ExitCalls.in(classes, files) : told);
    }

    /**
     * The compiler fell over (a text nested too deep for its stack): it says so nowhere but in its output, and not in which file. No
     * class came of any, which must not pass for files without routes. Whoever breaks is found by compiling each alone.
     */
    private List<RouteProblem> gaveUp(String crash, List<Source> texts) {
        List<Source> broken = texts.size() == 1 ? texts : texts.stream().filter(this::crashes).toList();
        String cause = crash.lines().map(String::strip).filter(line -> line.startsWith("java.")).findFirst().orElse("no reason given");
        return (broken.isEmpty() ? texts : broken).stream().map(text -> RouteProblem.of(text.file.path(), 0, 0, "compile",
                "the compiler gave up on this text: " + cause)).toList();
    }

    private boolean crashes(Source text) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Memory alone = new Memory(disk, Map.of(), new TreeMap<>(), new HashMap<>());
        boolean done = javac.getTask(new StringWriter(), alone, said, OPTIONS, null, List.of(text)).call();
        return !done && said.getDiagnostics().stream().noneMatch(one -> one.getKind() == Diagnostic.Kind.ERROR);
    }

    private static RouteProblem problem(Diagnostic<? extends JavaFileObject> said, List<Source> texts) {
        String path = said.getSource() instanceof Source source ? source.file.path() : texts.get(0).file.path();
        return RouteProblem.of(path, (int) Math.max(0, said.getLineNumber()), (int) Math.max(0, said.getColumnNumber()), "compile",
                said.getMessage(Locale.ENGLISH).strip());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final SourceFile file;

        Source(SourceFile file) {
            super(URI.create("memory:///" + file.path().replace(" ", "%20")), Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE && simpleName.equals(file.name());
        }
    }

    private static final class Code extends SimpleJavaFileObject {
        private final String name;
        private final byte[] bytes;

        Code(String name, byte[] bytes) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> known;
        private final Map<String, byte[]> classes;
        private final Map<String, String> files;

        Memory(JavaFileManager disk, Map<String, byte[]> known, Map<String, byte[]> classes, Map<String, String> files) {
            super(disk);
            this.known = known;
            this.classes = classes;
            this.files = files;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            if (sibling instanceof Source source) {
                files.put(className, source.file.path());
            }
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }

        @Override
        public Iterable<JavaFileObject> list(Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            if (location != StandardLocation.CLASS_PATH || !kinds.contains(JavaFileObject.Kind.CLASS)) {
                return super.list(location, packageName, kinds, recurse);
            }
            List<JavaFileObject> all = new ArrayList<>();
            known.forEach((name, bytes) -> {
                if (name.substring(0, Math.max(0, name.lastIndexOf('.'))).equals(packageName)) {
                    all.add(new Code(name, bytes));
                }
            });
            super.list(location, packageName, kinds, recurse).forEach(all::add);
            return all;
        }

        @Override
        public String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Code code ? code.name : super.inferBinaryName(location, file);
        }
    }
}
