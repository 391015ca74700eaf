package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.versaai.hub.support.CommandLine;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** The guide of docs/routes.md, done as it says: texts written, commands run, in its order. */
@HubTest
@DirtiesContext
class GuideTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)(?: (\\S+))?\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path root;

    @Autowired
    private Hub hub;
    @Autowired
    private Environment environment;

    private final Map<String, String> outputs = new LinkedHashMap<>();

    @DynamicPropertySource
    static void copy(DynamicPropertyRegistry registry) throws IOException {
        Folders folders = new Folders(root);
        registry.add("hub.routes.directory", () -> folders.path("routes").toString());
        registry.add("hub.routes.kamelets", () -> folders.path("kamelets").toString());
        registry.add("hub.connectors.location", () -> folders.path("routes/connectors").toString());
        registry.add("spring.jmx.enabled", () -> "false");
        FileSystemUtils.copyRecursively(Path.of("bin"), root.resolve("bin"));
    }

    @Test
    void doesWhatItSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")) && Files.isExecutable(Path.of("/bin/sh")), "needs a shell and curl");
        long before = hub.effects(Providers.SLACK);
        String text = Files.readString(Path.of("docs/routes.md"));
        Matcher block = BLOCK.matcher(text.substring(text.indexOf("## Guide"), text.indexOf("## Reloading")));
        int blocks = 0;
        while (block.find()) {
            blocks++;
            if (block.group(2) != null) {
                write(block.group(2), block.group(3));
            } else if (block.group(1).equals("sh")) {
                block.group(3).lines().forEach(this::run);
            }
        }

        assertThat(blocks).isGreaterThan(8);
        assertThat(outputs.get("bin/hub dry-run login-events-notify login.json")).contains("  taken: filter", "-> slack user-login", "Ana is back", " POST ");
        assertThat(outputs.get("bin/hub dry-run weak-logins-notify login.json")).as("in YAML, of a login with a name").contains("  not taken: ");
        assertThat(outputs.get("bin/hub problems")).containsPattern("^No problems; \\d+ files run\\.");
        assertThat(outputs.get("bin/hub lint")).startsWith("No findings in ");
        await().atMost(SOON).until(() -> hub.effects(Providers.SLACK) > before);
        assertThat(outputs.get("bin/hub try draft/routes/events/LoginEvents.java --since 24h --type user.login"))
                .startsWith("1 event: +1 mixpanel").contains("user.login", "+ mixpanel track: every login");
        assertThat(Files.readString(root.resolve("login-sample.json"))).contains("login-events-notify").doesNotContain("\"Ana\"");
        assertThat(outputs.get("bin/hub dry-run /webhooks/github issue.json --header \"X-GitHub-Event: issues\" --header \"X-GitHub-Delivery: 1\""))
                .startsWith("mapped").contains("support.ticket.created", "It does not start", " POST ");
        connector();
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

    private void connector() throws IOException {
        List<RouteProblem> problems = new ArrayList<>();
        SourceFile kamelet = source("kamelets/intercom-event-sink.kamelet.yaml");
        problems.addAll(YamlCheck.of(List.of(kamelet)));
        problems.addAll(new RouteCompiler().compile(List.of(source("src/test/java/com/versaai/hub/connector/intercom/IntercomEventSinkTest.java")), Map.of()).problems());
        assertThat(problems.stream().map(RouteProblem::oneLine)).isEmpty();
        await("the destination, without a restart").atMost(SOON).until(() -> hub.get("/api/v1/integrations").path("items").findValuesAsText("destination").contains("intercom"));
        await("the source, without a restart").atMost(SOON).until(() -> post("/webhooks/acme") == 503);
        // What routes send to a kind would need mappings that the new connector does not have, and lint would fail the build.
        try (Stream<Path> routes = Files.walk(root.resolve("routes"))) {
            assertThat(routes.filter(Files::isRegularFile)).noneMatch(route -> contentOf(route.toFile()).contains("to=other&"));
        }
    }

    /** 503: there, but without a secret; 404 before. */
    private int post(String path) {
        return hub.callAs(null, "POST", path, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of("Content-Type", "application/json")).status();
    }

    private static SourceFile source(String path) throws IOException {
        return new SourceFile(path, SourceFile.kind(path), Files.readString(root.resolve(path)));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (path.startsWith("routes/") && SourceFile.kind(path) != null) {
            await(path).atMost(SOON).until(() -> hub.get("/api/v1/routes/problems").path("files").toString().contains(path));
        }
    }

    private void run(String command) {
        try {
            Path output = Files.createTempFile("guide", ".txt");
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).directory(root.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            CommandLine.prepare(builder);
            builder.environment().put("HUB_URL", hub.uri("").toString());
            builder.environment().put("HUB_API_KEY", environment.getRequiredProperty("hub.api.keys[0].key"));
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as(command + "\n" + said).isZero();
            outputs.put(command, said);
            if (command.startsWith("curl")) {
                hub.timelineWhen("guide-login", "delivered");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
