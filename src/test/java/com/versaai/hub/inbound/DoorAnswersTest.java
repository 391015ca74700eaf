package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** An answer by a mapping never costs its sender the acknowledgement. */
class DoorAnswersTest {

    private static final String MANIFEST = """
            title: Acme
            kind: crm
            settings:
              webhook-secrets: {title: Who may send, secret: true}
            inbound:
              verification: {scheme: basic}
              doors:
                a:
                  answer: {status: 202, content-type: text/plain, body: taken, mapping: answer.jq}
                  mapping: event.jq
                b: {answer: {body: "b"}, mapping: event.jq}
            """;
    private static final Manifest.Answer LITERAL = new Manifest.Answer(202, "text/plain", "taken");
    private static final byte[] BODY = "{\"id\":\"1\",\"secret\":\"do not tell\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private DoorBench bench(String answer, Duration patience) throws IOException {
        Path acme = Files.createDirectories(folder.resolve("acme"));
        Files.writeString(folder.resolve("shared.jq"), "def nothing: null;");
        Files.writeString(acme.resolve("connector.yaml"), MANIFEST);
        Files.writeString(acme.resolve("answer.jq"), answer);
        Files.writeString(acme.resolve("event.jq"), "{type: \"acme.told\", data: {answered: $request.answer}}");
        return new DoorBench(folder, patience);
    }

    private static double failed(DoorBench bench) {
        return bench.meters.find("hub.webhooks.answer.failed").tag("source", "acme/a").counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    private Object answered(DoorBench bench) {
        return bench.mapped("acme/a", BODY, Instant.now()).events().get(0).data().get("answered");
    }

    @Test
    void theMappingDecidesAndTheEventKnows() throws Exception {
        try (DoorBench bench = bench("{status: 201, body: {id: .id, of: $request.source}}", Duration.ofSeconds(20))) {
            assertThat(bench.answer("acme/a", BODY)).isEqualTo(new Manifest.Answer(201, "application/json", "{\"id\":\"1\",\"of\":\"acme\"}"));
            assertThat(answered(bench).toString()).contains("of=acme");
            assertThat(bench.answer("acme/b", BODY).body()).as("the other door has its own").isEqualTo("b");
        }
    }

    @Test
    void nullLeavesTheManifestsAnswer() throws Exception {
        try (DoorBench bench = bench("null", Duration.ofSeconds(20))) {
            assertThat(bench.answer("acme/a", BODY)).isEqualTo(new Manifest.Answer(202, "text/plain", "taken", "answer.jq"));
            assertThat(answered(bench)).isNull();
            assertThat(failed(bench)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error(.secret)", ".a.b.c[", "{status: 500}", "{status: 302}", "{location: \"https://evil\"}", "\"text\"", "[1]", "1, 2",
        "{body: \"x\", \"content-type\": \"text/html\\r\\nSet-Cookie: a=b\"}", "{body: (\"x\" * 100001)}", "def f: f + 1; f"})
    void whatFailsOrIsNoAnswerIsNotSent(String mapping) throws Exception {
        try (DoorBench bench = bench(mapping, Duration.ofSeconds(20))) {
            assertThat(bench.answer("acme/a", BODY)).isEqualTo(LITERAL);
            assertThat(failed(bench)).isEqualTo(1);
            // And the request is worked on all the same.
            assertThat(bench.mapped("acme/a", BODY, Instant.now()).events()).hasSize(1);
        }
    }

    @Test
    void whatTakesTooLongIsNotWaitedFor() throws Exception {
        try (DoorBench bench = bench("[range(0; 3000000) | select(. < 0)] | null", Duration.ofMillis(30))) {
            for (int i = 0; i < 3; i++) {
                Instant start = Instant.now();
                assertThat(bench.answer("acme/a", BODY)).isEqualTo(LITERAL);
                assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(failed(bench)).isEqualTo(3);
        }
    }

    @Test
    void aSourceAndADoorOfOneNameCannotBeBoth() throws Exception {
        try (DoorBench bench = bench("null", Duration.ofSeconds(1))) {
            Path other = Files.createDirectories(folder.resolve("acme-a"));
            Files.writeString(other.resolve("connector.yaml"), MANIFEST.substring(0, MANIFEST.indexOf("  doors:")));
            Manifests manifests = new Manifests(folder);
            manifests.refresh();
            assertThat(manifests.problems()).isEmpty();
            Sources sources = new Sources(new InboundSettings(Map.of(), Admission.Livemode.BOTH, null), manifests, bench.environment,
                    new DefaultListableBeanFactory().getBeanProvider(Connector.class), null);
            assertThat(sources.all()).containsOnlyKeys("acme-a", "acme/b");
        }
    }

    @Test
    void whatStandsBesideDoorsOrCannotLackIsToldInTheManifest() throws Exception {
        Path acme = Files.createDirectories(folder.resolve("acme"));
        Files.writeString(acme.resolve("connector.yaml"), MANIFEST.replace("  doors:", "  body: form\n  doors:").replace("    b: {", "    b: {may-lack: [id], "));
        Manifests manifests = new Manifests(folder);
        manifests.refresh();
        assertThat(manifests.problems().toString()).contains("where there are doors it stands at each of them").contains("may lack anyway");
    }
}
