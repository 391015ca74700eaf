package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What whoever starts the packaged hub sees: a banner whose lines work, or in two lines why it does not start. */
@Timeout(300)
class StartsIT {

    private static final String SIMULATORS = "--hub.sandbox.simulators.port=";

    @Test
    void saysWhereEverythingIsAndItsLinesWork() throws Exception {
        try (HubProcess hub = HubProcess.install("starts", SIMULATORS + HubProcess.freePort())) {
            hub.start();
            Set<Integer> before = new TreeSet<>();
            Set<Integer> webhooks = new TreeSet<>();
            int status = hub.readiness();
            while (status != 200) {
                before.add(status);
                webhooks.add(hub.status("POST", "/webhooks/stripe"));
                hub.letRun(Duration.ofMillis(50));
                status = hub.readiness();
            }
            assertThat(before).as("no answer, then not ready, then ready").isSubsetOf(0, 503);
            assertThat(webhooks).as("whoever comes too early comes again").isSubsetOf(0, 503, 401).contains(503);
            // The port opens before the routes run; who asks then must not be told that the hub is ready.
            assertThat(hub.get("/api/v1/integrations").path("items")).isNotEmpty();

            assertThat(otherThanLoopback(hub.pid())).as("the sandbox listens on loopback only").isEmpty();

            HubProcess second = hub.beside("second");
            assertThat(second.start().awaitEnd()).isNotZero();
            assertSaid(second, "Another hub works in the data folder");

            assertThat(hub.logLines().stream().filter(line -> line.contains("ready in "))).as("banner").hasSize(1);
            List<String> lines = hub.logLines().stream().map(String::strip).filter(line -> line.startsWith("curl ")).toList();
            assertThat(lines).hasSize(2);
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed: the lines of the banner were not pasted");
            assertThat(paste(lines.get(0))).contains("evt_hello").contains("200");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() ->
                    assertThat(paste(lines.get(1))).contains("\"delivered\"").contains("salesforce"));
            assertThat(hub.logLines()).noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat "));
            assertThat(hub.stop()).isEqualTo(HubProcess.TERMINATED);
        }
    }

    /** Whoever hears of a hole looks there whether the hub has it. */
    @Test
    void thePackageSaysWhatItConsistsOf() throws IOException {
        Path parts = Path.of("target", "hub", "sbom.json");
        assumeFalse("offline true".equals(System.getProperty("hub.test.offline")), "Maven runs offline, so that CycloneDX has written nothing");
        JsonNode sbom = new ObjectMapper().readTree(parts.toFile());

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("metadata").has("timestamp")).as("the same for the same sources").isFalse();
        Set<String> listed = new TreeSet<>();
        sbom.path("components").forEach(part -> {
            listed.add(part.path("name").asText() + "-" + part.path("version").asText() + ".jar");
            assertThat(part.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(part.path("hashes")).isNotEmpty();
        });
        try (Stream<Path> jars = Files.list(Path.of("target", "hub", "lib"))) {
            assertThat(listed).as("the libraries, without the sandbox's").containsExactlyInAnyOrderElementsOf(
                    jars.map(jar -> jar.getFileName().toString()).filter(jar -> !jar.equals("lib-class-path.jar")).toList());
        }
    }

    @Test
    void aTakenPortIsSaidInTwoLines() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
                HubProcess hub = HubProcess.install("port-taken", taken.getLocalPort(), HubProcess.freePort(),
                        SIMULATORS + HubProcess.freePort())) {
            assertThat(hub.start().awaitEnd()).isNotZero();
            assertSaid(hub, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aHostThatLostItsProfileAndOneThatIsOpenAreRefused() throws Exception {
        for (String setting : List.of("--hub.bus.brokers=kafka.internal:9092", "--server.address=0.0.0.0")) {
            try (HubProcess hub = HubProcess.install("no-sandbox-here", setting)) {
                assertThat(hub.start().awaitEnd()).as(setting).isNotZero();
                assertSaid(hub, setting.replaceAll("--|=.*", ""));
                assertThat(hub.logLines()).noneMatch(line -> line.contains("kafka.internal"));
                assertThat(hub.home().resolve("data")).doesNotExist();
            }
        }
    }

    @Test
    void sandboxAndClusterTogetherAreRefused() throws Exception {
        try (HubProcess hub = HubProcess.install("both-profiles", "--spring.profiles.active=sandbox,cluster")) {
            assertThat(hub.start().awaitEnd()).isNotZero();
            assertSaid(hub, "sandbox");
            assertThat(hub.home().resolve("data")).doesNotExist();
        }
    }

    private static void assertSaid(HubProcess hub, String what) {
        assertThat(hub.logLines()).anyMatch(line -> line.contains("APPLICATION FAILED TO START")).anyMatch(line -> line.contains(what))
                .noneMatch(line -> line.startsWith("\tat "));
    }

    /** Listening TCP sockets of a process, in the kernel's own hexadecimal, that are bound to more than loopback. */
    private static List<String> otherThanLoopback(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        assumeTrue(Files.isDirectory(process), "only Linux tells");
        Set<String> sockets = new TreeSet<>();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Files.readAllLines(process.resolve(table)).stream().skip(1).map(line -> line.strip().split("\\s+"))
                    .filter(row -> row[3].equals("0A") && sockets.contains("socket:[" + row[9] + "]")).forEach(row -> listening.add(row[1]));
        }
        assertThat(listening).as("HTTP, Kafka and its controller, simulators").hasSizeGreaterThanOrEqualTo(4);
        return listening.stream().filter(address -> !address.matches("(?:0{16}FFFF0000)?[0-9A-F]{6}7F:.*|0{24}01000000:.*"))
                .toList();
    }

    private static String paste(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String said = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
