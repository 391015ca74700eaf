package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final String GOOD = """
            title: Pager
            kind: chat
            settings:
              base-url: {title: Address, type: url, default: "https://api.example.com"}
              token: {title: Token, secret: true}
            kamelet: pager-message-sink
            idempotent: false
            policy:
              rate: {permits: 3, per: 10s}
            actions:
              page: {object: page}
              ticket: {kamelet: pager-ticket-sink, mapping: other.jq, idempotent: true}
            destinations:
              pager: {}
            faults:
              - {status: 409, code: busy, class: transient, retry-after: 30s}
            """;

    @TempDir
    private Path root;
    private Manifests manifests;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        kamelet("pager-message-sink");
        kamelet("pager-ticket-sink");
        manifests = new Manifests(Files.createDirectories(root.resolve("connectors")), root.resolve("kamelets"), Clock.systemUTC());
        manifests.onChange(() -> told.add(manifests.all().keySet().toString()));
    }

    private void kamelet(String name) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("kamelets")).resolve(name + ".kamelet.yaml"), "kind: Kamelet\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("connectors").resolve(name)).resolve("connector.yaml"), text);
    }

    private List<String> problems() {
        return manifests.problems().stream().map(one -> one.file() + ":" + one.line() + ": " + one.message()).toList();
    }

    @Test
    void saysWhatTheFileSays() throws IOException {
        write("pager", GOOD);

        assertThat(manifests.refresh()).isTrue();

        assertThat(problems()).isEmpty();
        Manifest pager = manifests.get("pager");
        assertThat(pager.name()).isEqualTo("pager");
        assertThat(pager.settings().get("token").secret()).isTrue();
        assertThat(pager.idempotent()).isFalse();
        assertThat(pager.kameletOf("page")).isEqualTo("pager-message-sink");
        assertThat(pager.mappingOf("page")).isEqualTo("page.jq");
        assertThat(pager.kameletOf("ticket")).isEqualTo("pager-ticket-sink");
        assertThat(pager.mappingOf("ticket")).isEqualTo("other.jq");
        assertThat(pager.mappingOf("unlisted")).isEqualTo("unlisted.jq");
        assertThat(pager.faults()).singleElement().satisfies(rule -> {
            assertThat(rule.matches(409, "busy")).isTrue();
            assertThat(rule.matches(409, "other")).isFalse();
            assertThat(rule.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "title: Pager                | titel: Pager                | 1 | titel",
        "kind: chat                  | kind: Chat                  | 2 | kind",
        "permits: 3                  | permits: -3                 | 9 | policy.rate.permits",
        "per: 10s                    | per: ten                    | 9 | policy.rate.per",
        "title: Token, secret: true  | title: Token, secret: maybe | 5 | settings.token.secret",
        "secret: true}               | secret: true, default: x}   | 5 | a secret has no default",
        "mapping: other.jq           | mapping: ../other.jq        | 12 | actions.ticket.mapping",
        "kamelet: pager-ticket-sink  | kamelet: pager-gone-sink    | 12 | there is no kamelets/pager-gone-sink.kamelet.yaml",
        "class: transient            | class: harmless             | 16 | faults.0.class",
        "kamelet: pager-message-sink | either: [[token], [key]]    | 6 | there is no setting key",
        "pager: {}                   | pager: {enabled-with: fax}  | 14 | there is no destination fax here",
        "idempotent: false           | title: Again                | 7 | Again twice"})
    void tellsWhatIsWrongAndWhere(String good, String bad, int line, String words) throws IOException {
        write("pager", GOOD.replace(good, bad));

        manifests.refresh();

        String expected = words.equals("Again twice") ? "the key title is there twice" : words;
        assertThat(manifests.get("pager")).isNull();
        assertThat(problems()).isNotEmpty().anySatisfy(problem -> assertThat(problem).startsWith("routes/connectors/pager/connector.yaml:" + line + ":")
                .contains(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t", "a: &a [*a]", "[1, 2]", "title: [", "just words", "{title: T, kind: k, x: &a {}, y: *a}", "\u0000", "? {a: b}\n: c", "!!java.net.URL [x]"})
    void hostileTextIsAProblemAndNothingElse(String text) throws IOException {
        write("pager", GOOD);
        write("evil", text);

        manifests.refresh();

        assertThat(manifests.all()).containsOnlyKeys("pager");
        assertThat(problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem).startsWith("routes/connectors/evil/connector.yaml:"));
    }

    @Test
    void aBrokenEditLeavesWhatWasThereAndTheOthersAlone() throws IOException {
        write("pager", GOOD);
        write("phone", GOOD.replace("Pager", "Phone").replace("pager: {}", "phone: {}"));
        manifests.refresh();

        write("pager", GOOD.replace("kind: chat", "kind: 7"));
        write("phone", GOOD.replace("Pager", "Telephone").replace("pager: {}", "phone: {}"));
        assertThat(manifests.refresh()).as("phone changed").isTrue();

        assertThat(manifests.get("pager").kind()).isEqualTo("chat");
        assertThat(manifests.get("phone").title()).isEqualTo("Telephone");
        assertThat(manifests.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.running()).isTrue());
        assertThat(manifests.refresh()).as("nothing new").isFalse();

        write("pager", GOOD);
        manifests.refresh();
        assertThat(problems()).isEmpty();
    }

    @Test
    void connectorsComeAndGo() throws IOException {
        write("pager", GOOD);
        manifests.refresh();
        Files.delete(root.resolve("connectors/pager/connector.yaml"));
        manifests.refresh();
        manifests.refresh();

        assertThat(told).containsExactly("[pager]", "[]");
    }

    @Test
    void whatAListenerCouldNotTakeIsToldAgain() throws IOException {
        manifests.onChange(() -> {
            if (told.size() == 1) {
                throw new IllegalStateException("Kafka is away");
            }
        });
        write("pager", GOOD);

        org.assertj.core.api.Assertions.assertThatThrownBy(manifests::refresh).hasMessage("Kafka is away");
        assertThat(manifests.all()).isEmpty();

        assertThat(manifests.refresh()).isTrue();
        assertThat(manifests.all()).containsOnlyKeys("pager");
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = Files.writeString(root.resolve("outside.yaml"), GOOD);
        Files.createSymbolicLink(Files.createDirectories(root.resolve("connectors/pager")).resolve("connector.yaml"), outside);

        manifests.refresh();

        assertThat(manifests.all()).isEmpty();
        assertThat(problems()).singleElement().asString().contains("leads out of the folder");
    }

    /** Editors read the one, the hub the other. */
    @Test
    void theSchemaBesideTheManifestsIsTheHubs() throws IOException {
        assertThat(Files.readString(Path.of("routes/connectors/connector.schema.json"))).isEqualTo(Files.readString(Path.of("src/main/resources/connector.schema.json")));
    }

    @Test
    void theShippedOnesAreGood() {
        Manifests shipped = new Manifests(Path.of("routes/connectors"), Path.of("kamelets"), Clock.systemUTC());

        shipped.refresh();

        assertThat(shipped.problems()).isEmpty();
        assertThat(shipped.all()).containsKeys("amplitude", "ga4", "groq", "hubspot", "mail", "mixpanel", "salesforce", "segment", "slack", "stripe");
        shipped.all().values().forEach(manifest -> manifest.actions().keySet().forEach(action ->
                assertThat(Path.of("routes/connectors", manifest.name(), manifest.mappingOf(action))).exists()));
    }
}
