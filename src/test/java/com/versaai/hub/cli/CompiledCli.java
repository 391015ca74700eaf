package com.versaai.hub.cli;

import com.versaai.hub.support.CommandLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The sources of bin/cli, compiled as bin/hub does it, in this JVM: a process for each command would take longer than all it does. */
final class CompiledCli {

    private final Constructor<?> terminal;
    private final Method run;

    CompiledCli() {
        try (Stream<Path> sources = Files.list(Path.of("bin/cli"))) {
            Path classes = Files.createTempDirectory(Files.createDirectories(Path.of("target/cli-classes")), "run");
            List<String> words = new ArrayList<>(List.of("-d", classes.toString(), "-cp", CommandLine.jackson().toString(), "-encoding", "UTF-8", "-proc:none",
                    "-nowarn", "--release", "17"));
            sources.map(Path::toString).forEach(words::add);
            if (ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, words.toArray(String[]::new)) != 0) {
                throw new IllegalStateException("bin/cli does not compile");
            }
            ClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
            Class<?> kind = loader.loadClass("cli.Terminal");
            terminal = kind.getDeclaredConstructor(String.class, Map.class, InputStream.class, OutputStream.class, OutputStream.class);
            run = loader.loadClass("cli.Main").getDeclaredMethod("run", List.class, kind, Map.class);
            terminal.setAccessible(true);
            run.setAccessible(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the exit code; none of the streams is a terminal. */
    int run(List<String> words, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err) throws ReflectiveOperationException {
        Map<String, String> own = Map.copyOf(environment);
        return (int) run.invoke(null, words, terminal.newInstance("", own, in, out, err), own);
    }
}
