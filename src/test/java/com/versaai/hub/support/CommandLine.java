package com.versaai.hub.support;

import com.fasterxml.jackson.core.JsonFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** bin/hub as a process of a test: with this JDK, this build's jackson-core, and what it compiles kept below target. */
public final class CommandLine {

    private static final List<String> OWN = List.of("HUB_URL", "HUB_API_KEY", "HUB_DATA", "NO_COLOR", "TERM");

    private CommandLine() {
    }

    /** Takes out what the machine that tests has set for itself. */
    public static void prepare(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(OWN);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HUB_LIB", jackson().getParent().toString());
        environment.put("HUB_CACHE", Path.of("target/cli").toAbsolutePath().toString());
    }

    /** The jar of jackson-core that tests run with. */
    public static Path jackson() {
        try {
            return Path.of(JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
