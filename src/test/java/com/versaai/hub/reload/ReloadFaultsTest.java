package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits that are mistakes, while the hub runs: each is told, and what ran before runs on. */
class ReloadFaultsTest extends ReloadCase {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .setBody(constant("two"))  | .setBody(constant("two") | compile | expected
            import org.apache          | import no.such.Thing; import org.apache | compile | package no.such does not exist
            class Probe                | class Robe | compile | should be declared in a file named Robe.java
            direct:probe               | nosuch:probe").routeConfigurationId("hub-ops | check | nosuch
            direct:probe               | timer:probe?nonsense=1").routeConfigurationId("hub-ops | check | nonsense
            constant("two")            | simple("${nonsense(}") | check | nonsense
            .setBody(constant("two"))  | .to("kamelet:hub-delivery-sink?to=slack") | check | action
            .setBody(constant("two"))  | .to("kamelet:no-such-sink") | check | no-such-sink
            .setBody(constant("two"))  | .bean("noSuchBean", "x") | check | noSuchBean
            .setBody(constant("two"))  | .setBody(simple("{{no.such.setting}}")) | check | no.such.setting
            routeId("probe")           | routeId("user-events-notify") | check | routeId user-events-notify is taken by routes/events/UserEvents.java
            .routeId("probe")          | | configure | has no routeId
            configure() {              | configure() { if (true) throw new IllegalStateException("not today"); | configure | not today
            from("direct:probe")       | if (getContext().hasComponent("taken") == null) getContext().addComponent("taken", new com.versaai.hub.reload.TakenPort()); from("taken:8080").routeConfigurationId("hub-ops") | start | Address already in use
            """)
    void whatIsBrokenChangesNothing(String from, String to, String stage, String says) {
        folders.write(PROBE, probe("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        folders.write(PROBE, probe("two").replace(from, to == null ? "" : to));

        JsonNode problem = problem(PROBE);
        assertThat(problem.path("stage").asText()).isEqualTo(stage);
        assertThat(problem.path("message").asText()).contains(says);
        assertThat(problem.path("running").asBoolean()).isTrue();
        assertThat(problem.path("line").asInt() > 0 || !stage.equals("compile")).as("line").isTrue();
        assertThat(ask()).isEqualTo("one");
        assertThat(camel.getRoutes()).allSatisfy(route -> assertThat(camel.getRouteController().getRouteStatus(route.getRouteId()).isStarted())
                .as(route.getRouteId()).isTrue());
    }

    @Test
    void aProblemHasFileLineColumnAndTheCompilersWords() {
        folders.replace(PAYMENTS, ".routeGroup(\"events\")", ".routeGruop(\"events\")");

        JsonNode problem = problem(PAYMENTS);
        assertThat(problem.path("line").asInt()).isEqualTo(12);
        assertThat(problem.path("column").asInt()).isGreaterThan(1);
        assertThat(problem.path("message").asText()).contains("cannot find symbol").contains("routeGruop");
    }

    @Test
    void aHalfWrittenFileIsTakenWhenItIsWhole() throws IOException {
        String whole = probe("whole");
        Files.writeString(folders.path(PROBE), whole.substring(0, whole.length() / 2));
        problem(PROBE);

        Files.writeString(folders.path(PROBE), whole);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(problems()).isEmpty();
            assertThat(ask()).isEqualTo("whole");
        });
    }

    @Test
    void configureThatNeverEnds() {
        folders.write(PROBE, probe("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));
        folders.write(PROBE, probe("two").replace("configure() {", "configure() { while (!Thread.currentThread().isInterrupted()) { }"));

        assertThat(problem(PROBE).path("message").asText()).contains("did not end within");
        assertThat(ask()).isEqualTo("one");
    }

    @Test
    void aGoodFileIsTakenBesideABrokenOne() {
        folders.write(PROBE, probe("good"));
        folders.write("routes/events/Broken.java", "package events; public class Broken {");

        problem("routes/events/Broken.java");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("good"));
    }

    @Test
    void aFileThatIsNoTextAndALinkThatLeavesTheFolder() throws IOException {
        folders.write(PROBE, probe("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));
        folders.write(PROBE, probe("café").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problem(PROBE).path("message").asText()).contains("not UTF-8");
        assertThat(problem(PROBE).path("running").asBoolean()).isTrue();
        assertThat(ask()).isEqualTo("one");

        Path outside = Files.writeString(Files.createTempFile("Outside", ".java"), "package events; public class Outside { }");
        Files.createSymbolicLink(folders.path("routes/events/Outside.java"), outside);
        assertThat(problem("routes/events/Outside.java").path("message").asText()).contains("leads out of the folder");
        assertThat(ask()).isEqualTo("one");
        Files.delete(outside);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            spec:                         | TABspec: | read | a tab
            type: object                  | type: object,type: object | read | duplicate key
            required: [word]              | required: [words] | read | words is not among the properties
            name: probe-text-action       | name: other-text-action | read | metadata.name must be the file's name
            {{word}}                      | {{wort}} | check | wort
            setBody:                      | setBodyy: | configure | setBodyy
            """)
    void aBrokenKameletChangesNothing(String from, String to, String stage, String says) {
        folders.write(KAMELET, kamelet("one"));
        folders.write(PROBE, probe("x").replace(".setBody(constant(\"x\"))", ".to(\"kamelet:probe-text-action?word=a\")"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one a"));

        folders.write(KAMELET, kamelet("two").replace(from, to.replace("TAB", "\t").replace(",", "\n    ")));

        JsonNode problem = problem(KAMELET);
        assertThat(problem.path("stage").asText()).as(problem.toString()).isEqualTo(stage);
        assertThat(problem.path("message").asText()).contains(says == null ? "" : says);
        assertThat(ask()).isEqualTo("one a");
    }
}
