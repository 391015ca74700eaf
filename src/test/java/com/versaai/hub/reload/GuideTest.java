package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.support.CommandLine;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import com.versaai.hub.support.Providers;
import com.versaai.hub.support.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * What a newcomer reads, done as it says, in an empty folder beside the hub's own: README, the guide of docs/routes.md, the one of the first
 * connector, docs/sending-events.md. Texts are written, lines changed, commands run, in their order.
 */
@HubTest
@Import(GuideTest.SimulatorsOfTheSandbox.class)
@DirtiesContext
class GuideTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path FIRST_CONNECTOR = Path.of("docs/guides/first-connector.md");
    /** Lines that start the hub, which runs here already, or build it. */
    private static final Set<String> OF_THE_HUB_ITSELF = Set.of("mvn", "cd", "java");

    @TempDir
    private static Path root;

    @Autowired
    private Hub hub;
    @Autowired
    private Environment environment;
    @Autowired
    private CamelContext camel;

    private final Map<String, String> outputs = new LinkedHashMap<>();

    @DynamicPropertySource
    static void copy(DynamicPropertyRegistry registry) throws IOException {
        Folders folders = new Folders(root);
        registry.add("hub.routes.directory", () -> folders.path("routes").toString());
        registry.add("hub.routes.kamelets", () -> folders.path("kamelets").toString());
        registry.add("hub.connectors.location", () -> folders.path("routes/connectors").toString());
        registry.add("spring.jmx.enabled", () -> "false");
        FileSystemUtils.copyRecursively(Path.of("bin"), root.resolve("bin"));
        // What the connector's guide has its reader write before the start.
        for (Step step : Step.of(Files.readString(FIRST_CONNECTOR))) {
            if (step instanceof Step.Write write && write.path().equals("config/application.yaml")) {
                Properties settings = new Properties();
                YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
                yaml.setResources(new ByteArrayResource(write.text().getBytes(StandardCharsets.UTF_8)));
                settings.putAll(Objects.requireNonNull(yaml.getObject()));
                settings.forEach((name, value) -> registry.add((String) name, () -> value));
            }
        }
    }

    /** So that /sandbox knows the simulators that the hub calls. */
    @TestConfiguration
    static class SimulatorsOfTheSandbox {

        @Bean(destroyMethod = "")
        Simulators simulators() {
            return HubTestEnvironment.simulators();
        }
    }

    @Test
    void doesWhatItSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")) && Files.isExecutable(Path.of("/bin/sh")), "needs a shell and curl");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger all = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        all.addAppender(log);
        try {
            readme();
            guide();
            firstConnector();
            sendingEvents();
        } finally {
            all.detachAppender(log);
        }
        assertThat(log.list.stream().filter(one -> one.getLevel().isGreaterOrEqual(Level.ERROR))).as("errors while a newcomer does what is said").isEmpty();
    }

    /** A payment by the sandbox's sender, what became of it, and what Slack got; the lines of the ten-line route are those of the guide. */
    private void readme() throws IOException {
        String text = Files.readString(Path.of("README.md"));
        follow(text);
        assertThat(outputs.values()).anyMatch(said -> said.contains("\"eventId\":\"evt_hello\"") && said.contains("\"status\":200"))
                .anyMatch(said -> said.contains("Pago importante procesado: $123.45"));
        assertThat(text.lines().count()).as("lines of the README").isLessThanOrEqualTo(150);
        String route = text.substring(text.indexOf("```java\n") + "```java\n".length());
        assertThat(Files.readString(FIRST_CONNECTOR)).contains(route.substring(0, route.indexOf("```")).strip().indent(8).stripTrailing());
    }

    private void guide() throws Exception {
        long before = hub.effects(Providers.SLACK);
        String text = Files.readString(Path.of("docs/routes.md"));
        follow(text.substring(text.indexOf("## Guide"), text.indexOf("## Reloading")));

        assertThat(outputs.get("bin/hub dry-run login-events-notify login.json")).contains("  taken: filter", "-> slack user-login", "Ana is back", " POST ");
        assertThat(outputs.get("bin/hub dry-run weak-logins-notify login.json")).as("in YAML, of a login with a name").contains("  not taken: ");
        assertThat(outputs.get("bin/hub problems")).containsPattern("^No problems; \\d+ files run\\.");
        assertThat(outputs.get("bin/hub lint")).startsWith("No findings in ");
        assertThat(outputs.get("until bin/hub trace guide-traced; do sleep 1; done")).contains("login-events-notify: filter", "(LoginEvents.java:").doesNotContain("\"Ana\"");
        await().atMost(SOON).until(() -> hub.effects(Providers.SLACK) > before);
        assertThat(outputs.get("bin/hub try draft/routes/events/LoginEvents.java --since 24h --type user.login"))
                .startsWith("1 event: +1 mixpanel").contains("user.login", "+ mixpanel track: every login");
        assertThat(Files.readString(root.resolve("login-sample.json"))).contains("login-events-notify").doesNotContain("\"Ana\"");
        assertThat(outputs.get("bin/hub dry-run /webhooks/github issue.json --header \"X-GitHub-Event: issues\" --header \"X-GitHub-Delivery: 1\""))
                .startsWith("mapped").contains("support.ticket.created", "It does not start", " POST ");
        await("the source, without a restart").atMost(SOON).until(() -> post("/webhooks/acme") == 503);
        dailyWork();
    }

    /** The commands of docs/operations.md, against the hub itself. */
    private void dailyWork() throws IOException {
        run("bin/hub send login.json --id guide-again");
        hub.timelineWhen("guide-again", "delivered");
        run("bin/hub timeline guide-again");
        assertThat(outputs.get("bin/hub timeline guide-again")).contains("delivered", "user.login", "/command-line", "login-events-notify");
        for (String command : List.of("bin/hub events --type user.login --since 1h", "bin/hub deliveries --event guide-again", "bin/hub tail --since 1h --for 1s")) {
            run(command);
            assertThat(outputs.get(command)).contains("slack", "delivered", "user.login");
        }
        run("bin/hub integrations");
        assertThat(outputs.get("bin/hub integrations")).containsPattern("slack +yes +CLOSED");
        for (String command : List.of("bin/hub dead-letters --older-than 1h", "bin/hub dead-letters jobs", "bin/hub dead-letters discard --destination nobody --yes",
                "bin/hub dead-letters replay nobody || test $? = 3")) {
            run(command);
        }
        assertThat(outputs.get("bin/hub dead-letters replay nobody || test $? = 3")).startsWith("404 ");
    }

    private void firstConnector() throws IOException {
        follow(Files.readString(FIRST_CONNECTOR));
        assertThat(outputs.values()).anyMatch(said -> said.contains("\\\"event_name\\\":\\\"user_login\\\"") && said.contains("user-4711"));
        assertThat(hub.get("/api/v1/routes/lint").path("findings")).isEmpty();
        assertThat(hub.get("/api/v1/routes/problems").path("problems")).isEmpty();
        List<RouteProblem> problems = new ArrayList<>();
        SourceFile kamelet = source("kamelets/intercom-event-sink.kamelet.yaml");
        problems.addAll(YamlCheck.of(List.of(kamelet)));
        problems.addAll(new RouteCompiler().compile(List.of(source("src/test/java/com/versaai/hub/connector/intercom/IntercomEventSinkTest.java")), Map.of()).problems());
        assertThat(problems.stream().map(RouteProblem::oneLine)).isEmpty();
        // What routes send to a kind would need mappings that the new connector does not have, and lint would fail the build.
        try (Stream<Path> routes = Files.walk(root.resolve("routes"))) {
            assertThat(routes.filter(Files::isRegularFile)).noneMatch(route -> contentOf(route.toFile()).contains("to=other&"));
        }
    }

    /** Its tables and programs: SendingEventsTest. */
    private void sendingEvents() throws IOException {
        follow(Files.readString(Path.of("docs/sending-events.md")));
        assertThat(outputs.values()).anyMatch(said -> said.contains("\"originid\":\"login-2\"")).anyMatch(said -> said.contains("Nuevo usuario registrado: ada@example.test"));
        hub.simulators().faults().clear();
    }

    /** 503: there, but without a secret; 404 before. */
    private int post(String path) {
        return hub.callAs(null, "POST", path, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of("Content-Type", "application/json")).status();
    }

    private static SourceFile source(String path) throws IOException {
        return new SourceFile(path, SourceFile.kind(path), Files.readString(root.resolve(path)));
    }

    private void follow(String document) throws IOException {
        List<Step> steps = Step.of(document);
        assertThat(steps).as("what there is to do").hasSizeGreaterThan(2);
        for (Step step : steps) {
            if (step instanceof Step.Write write) {
                write(write.path(), write.text());
            } else if (step instanceof Step.Change change) {
                write(change.path(), change.in(Files.readString(root.resolve(change.path()))));
            } else if (step instanceof Step.Run run) {
                run(run.command());
            }
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        boolean changed = Files.exists(file);
        Object before = kamelet(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (path.startsWith("routes/") && SourceFile.kind(path) != null) {
            await(path).atMost(SOON).until(() -> hub.get("/api/v1/routes/problems").path("files").toString().contains(path));
        } else if (path.startsWith("kamelets/") && changed) {
            await(path).atMost(SOON).until(() -> kamelet(path) != before);
        }
    }

    /** What runs of a kamelet's file: another object after each reload. */
    private Object kamelet(String path) {
        return ((ModelCamelContext) camel).getRouteTemplateDefinition(path.replaceAll(".*/|\\.kamelet\\.yaml", ""));
    }

    private void run(String line) {
        String program = line.split(" ")[0];
        if (OF_THE_HUB_ITSELF.contains(program) || program.matches("python3|node")) {
            return;
        }
        String command = line.replace("http://localhost:8080", hub.uri("").toString()).replace("http://localhost:8089", "http://localhost:" + hub.simulators().port());
        try {
            Path output = Files.createTempFile("guide", ".txt");
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).directory(root.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            CommandLine.prepare(builder);
            builder.environment().put("HUB_URL", hub.uri("").toString());
            builder.environment().put("HUB_API_KEY", environment.getRequiredProperty("hub.api.keys[0].key"));
            Process process = builder.start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            if (!ended) { // a line that waits for what does not come goes on for ever
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
            assertThat(ended).as(command + "\nafter " + outputs).isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as(command + "\n" + said).isZero();
            outputs.put(line, said);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
