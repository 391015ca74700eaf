package com.versaai.hub;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Jars that whoever runs the hub adds to it, a component of Camel's that it does not bring along above all. Where there are none, there is
 * no class loader either: the archive of classes (hub.jsa) fits only the JVM's own.
 */
final class ExtraLibraries {

    /** Read before there are settings: {@code -Dhub.lib-extra=…} or {@code HUB_LIB_EXTRA}. */
    private static final String SETTING = "hub.lib-extra";
    private static final String FOLDER = "lib-extra";

    private ExtraLibraries() {
    }

    /** The configured folder, by default {@code lib-extra} where the hub is started. */
    static Path folder() {
        String set = System.getProperty(SETTING, System.getenv("HUB_LIB_EXTRA"));
        return Path.of(set == null || set.isBlank() ? FOLDER : set);
    }

    /**
     * @return loads what is in the folder's jars, in the order of their names, after what the parent has; the parent itself where there is none
     * @throws IOException where the folder cannot be read
     */
    static ClassLoader loader(Path folder, ClassLoader parent) throws IOException {
        if (!Files.isDirectory(folder)) {
            return parent;
        }
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.isEmpty() ? parent : new URLClassLoader("lib-extra", jars.toArray(URL[]::new), parent);
    }
}
