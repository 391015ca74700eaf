package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static com.versaai.hub.mapping.Fixtures.mappings;
import static com.versaai.hub.mapping.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Loading, reloading and failing of mapping files. */
@ExtendWith(OutputCaptureExtension.class)
class MappingsTest {

    private final Event event = event("user-registered");

    @TempDir
    Path folder;

    private void file(String text) {
        write(folder.resolve("slack/hello.jq"), text);
    }

    private Mapped hello(Mappings mappings) {
        return mappings.map("slack", "hello", event).orElseThrow();
    }

    @Test
    void seesAnEditAtOnce() {
        Mappings mappings = mappings(folder);
        file("{payload: {a: 1}}");
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(1);
        file("{key: .data.id, object: \"O\", payload: {a: 22}}");
        Mapped mapped = hello(mappings);
        assertThat(mapped.payload().path("a").asInt()).isEqualTo(22);
        assertThat(mapped.key()).isEqualTo("u-1001");
        assertThat(mapped.object()).isEqualTo("O");
    }

    @Test
    void aBrokenEditKeepsTheLastGoodOneAndSaysSoOnce(CapturedOutput output) {
        Mappings mappings = mappings(folder);
        file("{payload: {a: 1}}");
        hello(mappings);
        file("{payload:\n {a: }}");
        for (int i = 0; i < 3; i++) {
            assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(1);
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("hello.jq"))).singleElement().asString()
                .contains("line 2").contains("the last good version stays in use");
        file("{payload: {a: 333}}");
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(333);
    }

    @Test
    void aDeletedFileKeepsTheLastGoodOne() throws IOException {
        Mappings mappings = mappings(folder);
        file("{payload: {a: 1}}");
        hello(mappings);
        Files.delete(folder.resolve("slack/hello.jq"));
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void aFileThatNeverCompiledSaysWhyAndCanBeMended() {
        Mappings mappings = mappings(folder);
        write(folder.resolve("shared.jq"), "def a: 1;\ndef b: 2;\n");
        file("{payload: {a: }}");
        assertThatThrownBy(() -> hello(mappings)).isInstanceOf(MappingException.class).hasMessageContaining("hello.jq").hasMessageContaining("line 1");
        file("{payload: {a: (a + b)}}");
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(3);
        write(folder.resolve("shared.jq"), "def a: 10;\ndef b: 20;\n");
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(30);
        write(folder.resolve("shared.jq"), "def a 10;\n");
        assertThat(hello(mappings).payload().path("a").asInt()).isEqualTo(30);
    }

    @Test
    void aMissingFileSaysWhatToCreate() {
        assertThatThrownBy(() -> hello(mappings(folder))).isInstanceOf(MappingException.class)
                .hasMessageContaining("slack/hello.jq").hasMessageContaining("create it");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"../../etc/passwd", "..", "a/b", "", "A", "a.b", "a\u0000"})
    void namesCanNotLeaveTheFolder(String name) {
        assertThatThrownBy(() -> mappings(folder).map("slack", name, event)).isInstanceOf(MappingException.class).hasMessageContaining("a-z");
        assertThatThrownBy(() -> mappings(folder).map(name, "hello", event)).isInstanceOf(MappingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "empty", "if .type == \"x\" then {payload: {}} else null end"})
    void nullMeansNothingToDeliver(String text) {
        file(text);
        assertThat(mappings(folder).map("slack", "hello", event)).isEmpty();
    }

    @Test
    void nothingMaySayWhy() {
        file("{nothing: \"nobody\\nis  there\"}");
        assertThat(mappings(folder).answer("slack", "hello", event)).isEqualTo(Mappings.Answer.nothing("nobody is there"));
        assertThat(mappings(folder).map("slack", "hello", event)).isEmpty();
        file("null");
        assertThat(mappings(folder).answer("slack", "hello", event).why()).isEqualTo("the mapping gave no payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{nothing: null}", "{nothing: 1}", "{nothing: \"\"}", "{nothing: \"x\", payload: {}}", "1", "{payload: 1}", "{}", "{payload: {}, extra: 1}", "{payload: {}}, {payload: {}}", "[]", "\"x\"",
        ".data.email + 1", "error(.data.email)", "{payload: {t: text(\"no.such\")}}", "{payload: {t: now}}", "{payload: env}",
        "{payload: $ENV}", "def f: f + 1; f"})
    void aWrongAnswerNamesTheFileAndNoPersonalData(String text) {
        file(text);
        assertThatThrownBy(() -> hello(mappings(folder))).isInstanceOf(MappingException.class).hasMessageContaining("hello.jq")
                .hasMessageNotContaining("acme");
    }

    @Test
    void functionsForMappingFiles() {
        file("""
            {payload: {
              money: money(12345; "usd"), moneyText: money("12345"; "usd"), nothing: money(null; null), hostile: money("1e999999999"; {}),
              major: major(12345; "usd"), id: uuid5("x"), sha: ("abc" | sha256), clip: ("ab  cdef" | clip(4)), blank: (" " | clip(4)),
              none: ({} | clip(3)), millis: ("2025-10-09T08:53:20Z" | millis), day: (1760000000 | day), noDay: ("soon" | day),
              year: (1e300 | day), ids: [("null", "0", "-1", " ", "00000000-0000-0000-0000-000000000000", 7) | identifier],
              email: (" A@B.Example " | email), noEmail: [("a@b", "a b@c.example", "a@b.example\\nx", "<a@b.example>") | email],
              tidy: ({a: null, b: " ", c: "x", d: {}, e: 1, f: false} | tidy(9)), config: $config.slack.channels.alerts, time: .time
            }}""");
        assertThat(Fixtures.json(hello(mappings(folder, "hub.slack.channels.growth", "C0GROWTH")).payload().toString())).isEqualTo(Fixtures.json("""
            {"money":"$123.45","moneyText":"$123.45","nothing":null,"hostile":null,"major":123.45,
             "id":"%s","sha":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","clip":"ab …","blank":null,"none":null,
             "millis":1760000000000,"day":"2025-10-09","noDay":null,"year":null,"ids":[null,null,null,null,null,"7"],
             "email":"a@b.example","noEmail":[null,null,null,null],"tidy":{"c":"x","e":1,"f":false},"config":"#alerts",
             "time":"2025-10-09T08:53:20.123Z"}""".formatted(com.versaai.hub.event.EventId.name("x"))));
    }

    @Test
    void manyThreadsGetTheSameAnswer() throws Exception {
        Mappings mappings = mappings();
        String expected = mappings.map("ga4", "track", event("payment-processed")).orElseThrow().payload().toString();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> check = () -> IntStream.range(0, 200).allMatch(i ->
                    mappings.map("ga4", "track", event("payment-processed")).orElseThrow().payload().toString().equals(expected)
                    && mappings.map("ga4", "track", event).orElseThrow().payload().toString().contains("user_registered"));
            for (Future<Boolean> done : pool.invokeAll(List.of(check, check, check, check, check, check, check, check))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
