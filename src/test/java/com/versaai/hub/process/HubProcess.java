package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.sandbox.Simulators;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged hub as a process of its own: {@code java -jar hub.jar} in a folder that holds a copy of what
 * {@code mvn package} left in {@code target/hub}. Its data lies in that folder too, so that it can be killed and started
 * again on the same data. Not thread-safe; close it, or the process outlives the test.
 */
final class HubProcess implements AutoCloseable {

    private static final Path PACKAGED = Path.of("target", "hub");
    private static final String SANDBOX = "lib-sandbox";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    /** What docker-compose.yml grants; the stop itself should be through in 30 s (docs/operations.md). */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(45);
    /** What a JVM reports that obeyed a SIGTERM. */
    static final int TERMINATED = 143;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Path home;
    private final int port;
    private final int busPort;
    private final List<String> arguments;
    private final String log;
    private Process process;
    private long startedAt;

    private HubProcess(Path home, int port, int busPort, List<String> arguments, String log) {
        this.home = home;
        this.port = port;
        this.busPort = busPort;
        this.arguments = arguments;
        this.log = log;
    }

    /**
     * Copies the packaged hub into an empty folder below {@code target/hub-process}; nothing runs yet.
     *
     * @param name      of the folder; what was there is deleted
     * @param arguments for the hub, besides its ports
     */
    static HubProcess install(String name, String... arguments) throws IOException {
        return install(name, freePort(), freePort(), arguments);
    }

    /** One whose providers are simulators of the test's own, so that they outlive it, and are as fast as it is. */
    static HubProcess against(Simulators simulators, String name, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--hub.sandbox.simulators.enabled=false",
                "--hub.sandbox.providers-url=http://localhost:" + simulators.port(),
                "--hub.delivery.destinations.slack.policy.rate.permits=0",
                "--hub.delivery.destinations.slack-alerts.policy.rate.permits=0",
                "--hub.delivery.destinations.slack.policy.key-rate.permits=0",
                "--hub.delivery.destinations.slack-alerts.policy.key-rate.permits=0",
                "--hub.delivery.destinations.hubspot.policy.rate.permits=0",
                "--hub.delivery.destinations.amplitude.policy.rate.permits=0"));
        all.addAll(List.of(arguments));
        return install(name, all.toArray(String[]::new));
    }

    /** The same on given ports. */
    static HubProcess install(String name, int port, int busPort, String... arguments) throws IOException {
        assertThat(PACKAGED.resolve("hub.jar")).as("made by mvn package").exists();
        Path home = Path.of("target", "hub-process", name).toAbsolutePath();
        FileSystemUtils.deleteRecursively(home);
        Files.createDirectories(home);
        Files.copy(PACKAGED.resolve("hub.jar"), home.resolve("hub.jar"));
        FileSystemUtils.copyRecursively(PACKAGED.resolve("routes"), home.resolve("routes"));
        FileSystemUtils.copyRecursively(PACKAGED.resolve("kamelets"), home.resolve("kamelets"));
        // 280 jars that nobody edits
        for (String jars : List.of("lib", SANDBOX)) {
            Files.createSymbolicLink(home.resolve(jars), PACKAGED.resolve(jars).toAbsolutePath());
        }
        return new HubProcess(home, port, busPort, List.of(arguments), "hub.log");
    }

    /** One without the folder that production leaves out. */
    static HubProcess production(String name, String... arguments) throws IOException {
        HubProcess hub = install(name, arguments);
        Files.delete(hub.home.resolve(SANDBOX));
        return hub;
    }

    /** Another hub in the same folder, on other ports, with a log of its own. */
    HubProcess beside(String name) {
        return new HubProcess(home, freePort(), freePort(), arguments, name + ".log");
    }

    /** Not from the range the kernel takes client ports from: while the hub is dead somebody else's call could get it. */
    static int freePort() {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: try another
            }
        }
    }

    Path home() {
        return home;
    }

    int port() {
        return port;
    }

    int busPort() {
        return busPort;
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return home.resolve(log);
    }

    /** Starts the process and returns at once; what it prints is appended to {@link #log}. */
    HubProcess start(String... more) throws IOException {
        assertThat(process == null || !process.isAlive()).as("the process before has ended").isTrue();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As in pom.xml; the first compiler only, because these processes are young when they are killed.
                "-XX:+ExitOnOutOfMemoryError", "-Xmx336m", "-Xmn64m", "-Xss512k", "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1",
                "-jar", "hub.jar", "--server.port=" + port, "--hub.bus.embedded.port=" + busPort));
        command.addAll(arguments);
        command.addAll(List.of(more));
        startedAt = System.nanoTime();
        process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log().toString()))).start();
        return this;
    }

    /** Waits until readiness is 200, that is until the routes run. */
    HubProcess awaitReady() {
        await("readiness of the hub, log in " + log()).atMost(LONGEST_START).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as("hub runs; log:%n%s", tail()).isTrue();
            return readiness() == 200;
        });
        return this;
    }

    /** Status of the readiness probe, 0 when nobody answers. */
    int readiness() throws InterruptedException {
        return status("GET", "/actuator/health/readiness");
    }

    /** Status of an answer, 0 when nobody answers. */
    int status(String method, String path) throws InterruptedException {
        try {
            return send(method, path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Lets it run for a while; it must not end by itself meanwhile. */
    void letRun(Duration time) throws InterruptedException {
        assertThat(process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)).as("hub ended by itself; log:%n%s", tail()).isFalse();
    }

    /** SIGKILL: no hook, no finally, nothing runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)).as("hub stops within %s", LONGEST_STOP).isTrue();
        return process.exitValue();
    }

    /** Waits for a process that should end by itself; returns the exit code. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)).as("hub ends by itself; log:%n%s", tail()).isTrue();
        return process.exitValue();
    }

    /** GET with the sandbox's API key; the answer must be 200. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30)).header("X-API-Key", "sandbox-api-key")
                .method(method, HttpRequest.BodyPublishers.noBody()).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Everything it printed, all lives together. */
    List<String> logLines() {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        List<String> lines = logLines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
