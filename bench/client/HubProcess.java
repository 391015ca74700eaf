package bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One hub in a process of its own; it never outlives this one. */
final class HubProcess implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path log;
    private final long startedAt = System.nanoTime();
    private final Thread killer;

    private HubProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts it.
     *
     * @param data  folder of Kafka's log and the database
     * @param extra bench-only classes, null for none
     */
    static HubProcess start(Settings settings, Path data, Path extra, List<String> arguments) throws IOException {
        Path log = settings.work().resolve("hub-" + System.currentTimeMillis() + ".log");
        Files.createDirectories(data);
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.addAll(settings.flags());
        if (extra == null) {
            command.addAll(List.of("-jar", "hub.jar"));
        } else {
            command.addAll(List.of("-cp", "hub.jar:" + extra.toAbsolutePath(), "com.versaai.hub.HubApplication"));
        }
        command.addAll(List.of("--spring.profiles.active=sandbox", "--server.port=" + settings.port(), "--server.address=127.0.0.1",
                "--hub.bus.embedded.port=" + (settings.port() + 1),
                "--hub.bus.embedded.data-dir=" + data.resolve("kafka"),
                "--hub.database.file=" + data.resolve("hub")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(settings.hub().toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", settings.javaHome().toString());
        return new HubProcess(builder.start(), settings.port(), log);
    }

    /** Waits until it says it is ready; seconds since it was started. */
    double ready() throws IOException, InterruptedException {
        while (System.nanoTime() - startedAt < 300_000_000_000L) {
            if (!process.isAlive()) {
                throw new IOException("the hub ended while starting, see " + log);
            }
            if (isReady()) {
                return (System.nanoTime() - startedAt) / 1e9;
            }
            Thread.sleep(20);
        }
        throw new IOException("the hub is not ready after 300 s, see " + log);
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** A figure of /proc/&lt;pid&gt;/status in MB: VmRSS, VmHWM. */
    long memory(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) / 1024;
            }
        }
        throw new IOException(name + " is not in /proc");
    }

    /** Processor time used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
