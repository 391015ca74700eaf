package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.support.CommandLine;
import com.versaai.hub.support.ExtraJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the package, and what production leaves out: WireMock, simulators and senders, which are all of {@code lib-sandbox}. */
@Timeout(300)
class PackageIT {

    private static final Path PACKAGED = Path.of("target", "hub");
    private static final Pattern OF_THE_SANDBOX = Pattern.compile("com/versaai/hub/sandbox/.*|sandbox/.*|application-sandbox\\.yaml|com/github/tomakehurst/.*"
            + "|wiremock/.*|META-INF/services/com\\.versaai\\.hub\\.profile\\.SandboxLibrary");
    private static final String KEY = "it-key-0123456789abcdef0123456789";

    @Test
    void theHubProperHoldsNothingOfTheSandbox() throws IOException {
        List<Path> proper = new ArrayList<>(jars("lib"));
        proper.add(PACKAGED.resolve("hub.jar"));

        assertThat(proper).hasSizeGreaterThan(200).allSatisfy(jar -> assertThat(entries(jar)).as(jar.toString()).noneMatch(PackageIT::isOfTheSandbox));
        assertThat(entries(PACKAGED.resolve("hub.jar"))).contains("com/versaai/hub/HubApplication.class", "application.yaml");
    }

    @Test
    void theSandboxHasAFolderOfItsOwn() throws IOException {
        List<Path> jars = jars("lib-sandbox");

        assertThat(jars).as("a new library of the sandbox also belongs into hub.jar's Class-Path, see pom.xml").hasSize(2)
                .anyMatch(jar -> jar.getFileName().toString().startsWith("wiremock-"));
        assertThat(entries(PACKAGED.resolve("lib-sandbox/hub-sandbox.jar"))).filteredOn(name -> !name.startsWith("META-INF/") && !name.endsWith("/"))
                .contains("com/versaai/hub/sandbox/Simulators.class", "sandbox/stripe/event.json").allMatch(PackageIT::isOfTheSandbox);
    }

    /** Else WireMock's copies of others' files, schemas for example, would be found first. */
    @Test
    void everyJarIsFoundAndTheSandboxLast() throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        follow(PACKAGED.resolve("hub.jar"), found);
        Set<Path> all = new LinkedHashSet<>(jars("lib"));
        all.add(PACKAGED.resolve("hub.jar"));
        List<Path> sandbox = jars("lib-sandbox");
        all.addAll(sandbox);

        assertThat(found).containsExactlyInAnyOrderElementsOf(all);
        List<Path> inOrder = List.copyOf(found);
        assertThat(inOrder.subList(inOrder.size() - sandbox.size(), inOrder.size())).containsExactlyInAnyOrderElementsOf(sandbox);
    }

    @Test
    void productionsImageLeavesItOut() throws IOException {
        List<String> production = copied("production");

        assertThat(production).containsExactlyInAnyOrder("lib", "hub.jar", "sbom.json", "kamelets", "routes");
        assertThat(copied("sandbox")).containsAll(production).contains("lib-sandbox");
        assertThat(Files.readAllLines(Path.of("Dockerfile"))).filteredOn(line -> line.startsWith("FROM ")).last().asString()
                .as("what docker build makes when it is told no target").endsWith(" AS production");
        assertThat(Files.readString(Path.of("docker-compose.yml"))).contains("target: production");
    }

    @Test
    void productionStartsWithoutIt() throws Exception {
        try (HubProcess hub = HubProcess.production("production", "--spring.profiles.active=live", "--server.address=127.0.0.1",
                "--hub.api.keys[0].name=it", "--hub.api.keys[0].key=" + KEY, "--hub.api.keys[0].scopes=deliveries:read")) {
            hub.start().awaitReady();
            assertThat(hub.status("GET", "/sandbox/faults")).isEqualTo(401);
            assertThat(commandLine(hub.uri("").toString(), "integrations")).contains("DESTINATION", "slack");
            assertThat(hub.logLines()).anyMatch(line -> line.contains("ready in ")).noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat "));
            assertThat(hub.stop()).isEqualTo(HubProcess.TERMINATED);
        }
    }

    /** The package's own, with the jackson-core of its lib. */
    private static String commandLine(String url, String command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(Path.of("target"), "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", PACKAGED.resolve("bin/hub").toString(), command).redirectErrorStream(true)
                .redirectOutput(said.toFile());
        CommandLine.prepare(builder);
        builder.environment().putAll(Map.of("HUB_URL", url, "HUB_API_KEY", KEY, "HUB_LIB", ""));
        assertThat(builder.start().waitFor()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }

    /** A component of a jar that was added is there for a route, which is compiled against it. */
    @Test
    void whatLiesInLibExtraIsLoaded() throws Exception {
        try (HubProcess hub = HubProcess.install("lib-extra")) {
            ExtraJar.in(hub.home().resolve("lib-extra"));
            Files.writeString(hub.home().resolve("routes/ops/AcmeAsk.java"), """
                    package ops;

                    import org.apache.camel.builder.RouteBuilder;

                    public class AcmeAsk extends RouteBuilder {
                        @Override
                        public void configure() {
                            from("timer:acme?repeatCount=1&delay=0").routeId("acme-ask").routeGroup("ops").routeDescription("acme").routeConfigurationId("hub-ops")
                                .setBody(constant("hello")).to("acme:x").log(acme.AcmeComponent.GOT + "= ${body}");
                        }
                    }
                    """);
            hub.start().awaitReady();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(hub.logLines()).anyMatch(line -> line.contains("acme got = acme got hello")));
            assertThat(hub.stop()).isEqualTo(HubProcess.TERMINATED);
        }
    }

    @Test
    void productionIsNoSandboxAndSaysWhatToDo() throws Exception {
        try (HubProcess hub = HubProcess.production("no-library")) {
            assertThat(hub.start().awaitEnd()).isNotZero();
            assertThat(hub.logLines()).anyMatch(line -> line.startsWith("No profile is given, which means the sandbox") && line.contains("no folder lib-sandbox"))
                    .anyMatch(line -> line.contains("SPRING_PROFILES_ACTIVE=cluster") && line.contains("take the whole package"))
                    .noneMatch(line -> line.startsWith("\tat ") || line.contains("NotFound"));
            assertThat(hub.home().resolve("data")).doesNotExist();
        }
    }

    private static boolean isOfTheSandbox(String entry) {
        return OF_THE_SANDBOX.matcher(entry).matches();
    }

    private static List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(PACKAGED.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the JVM does: what a jar names comes right after it. */
    private static void follow(Path jar, Set<Path> found) throws IOException {
        // Libraries name jars of their builders' own, too.
        if (!Files.exists(jar) || !found.add(jar)) {
            return;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : names == null ? List.<String>of() : Arrays.asList(names.split(" "))) {
                follow(jar.resolveSibling(name).normalize(), found);
            }
        }
    }

    /** What a stage of the Dockerfile takes from {@code target/hub}, and what the stages have that it stands on. */
    private static List<String> copied(String stage) throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        Matcher from = Pattern.compile("(?m)^FROM (\\S+) AS " + stage + "$").matcher(dockerfile);
        if (!from.find()) {
            return List.of();
        }
        List<String> copied = new ArrayList<>(copied(from.group(1)));
        int end = dockerfile.indexOf("\nFROM ", from.end());
        Pattern.compile("(?m)^COPY --from=build /build/target/hub/(\\S+) \\S+$").matcher(dockerfile.substring(from.end(), end < 0 ? dockerfile.length() : end))
                .results().forEach(copy -> copied.add(copy.group(1)));
        return copied;
    }
}
