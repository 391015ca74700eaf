package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/connectors.md says what the manifests say. {@code mvn test -Dtest=ConnectorDocsTest -Dhub.docs.write=true} makes it so. */
class ConnectorDocsTest {

    private static final Path DOCUMENT = Path.of("docs/connectors.md");
    private static final Path CONNECTORS = Path.of("routes/connectors");

    @TempDir
    private Path folder;

    @Test
    void theDocumentSaysWhatTheManifestsSay() throws IOException {
        Manifests manifests = new Manifests(CONNECTORS);
        manifests.refresh();
        assertThat(manifests.problems()).isEmpty();
        assertThat(manifests.all()).isNotEmpty();
        String before = Files.readString(DOCUMENT);

        ConnectorDocs docs = new ConnectorDocs(CONNECTORS);
        String now = between(between(between(before, "connectors", docs.connectors(manifests.all().values())), "schemes", ConnectorDocs.schemes()),
                "overview", docs.overview(manifests.all().values()));

        if (Boolean.getBoolean("hub.docs.write")) {
            Files.writeString(DOCUMENT, now);
        } else {
            assertThat(before).as("docs/connectors.md is made of the manifests: mvn test -Dtest=ConnectorDocsTest -Dhub.docs.write=true").isEqualTo(now);
        }
    }

    /** The table says against what each was tried; none may be silent, and none may name a simulator that is not there. */
    @Test
    void everyConnectorThatCallsOrIsCalledSaysAgainstWhatItIsTested() {
        Manifests manifests = new Manifests(CONNECTORS);
        manifests.refresh();
        manifests.all().values().stream().filter(manifest -> manifest.kamelet() != null || manifest.inbound() != null).forEach(manifest -> {
            boolean simulated = Files.isDirectory(Path.of("src/main/java/com/versaai/hub/sandbox", manifest.name()));
            assertThat(manifest.testedAgainst()).as(manifest.name()).isNotEmpty();
            assertThat(manifest.testedAgainst().contains("simulator")).as(manifest.name()).isEqualTo(simulated);
            assertThat(manifest.inbound() != null && !manifest.inbound().feeds().isEmpty()).as(manifest.name() + " says what it reads by itself").isEqualTo(feeds(manifest.name()));
        });
    }

    private static boolean feeds(String connector) {
        Path code = Path.of("src/main/java/com/versaai/hub/connector", connector);
        try (Stream<Path> files = Files.isDirectory(code) ? Files.list(code) : Stream.empty()) {
            return files.anyMatch(file -> contentOf(file.toFile()).contains(" implements Feed {"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theExampleOfAWebhookIsTheConnectorThatIsThere() throws IOException {
        assertThat(Files.readString(Path.of("docs/routes.md"))).contains("```yaml\n" + Files.readString(CONNECTORS.resolve("github/connector.yaml")) + "```",
                "```jq\n" + Files.readString(CONNECTORS.resolve("github/inbound.jq")) + "```");
    }

    @Test
    void tellsAllThatAManifestSays() throws IOException {
        String section = section("""
                title: Acme
                kind: crm
                documentation: https://docs.acme.example/api
                authentication: {scheme: header, header: X-Key, setting: api-key}
                settings:
                  base-url: {title: Address, type: url, default: "https://api.acme.example"}
                  api-key: {title: "Key | of <the> account", secret: true}
                  webhook-secrets: {title: Secrets, secret: true, required: false}
                kamelet: acme-record-sink
                concurrency: 2
                policy: {rate: {permits: 5, per: 1s}, parking: [1m, 5m]}
                actions:
                  lead: {object: Lead}
                  note: {kamelet: acme-note-action, mapping: text.jq, idempotent: false, title: A note}
                destinations: {acme: {}, acme-eu: {account: acme-eu, enabled-with: acme}}
                faults:
                  - {status: 409, code: locked, class: transient, retry-after: 90s}
                inbound:
                  verification: {scheme: hmac, parameters: {header: X-Sign, timestamp-header: X-Time, signed: "{timestamp}.{body}"}, window: 2m}
                  event: {id: /id, time: "header:X-Time"}
                  answer: {status: 204}
                """);

        assertThat(section).startsWith("### Acme\n").contains("https://docs.acme.example/api", "`header`, header `X-Key`, secret in `api-key`",
                "| `base-url` | Address | url | `https://api.acme.example` |  |", "| `api-key` | Key \\| of &lt;the> account | text | **secret** | required |",
                "| `webhook-secrets` | Secrets | text | **secret** |  |", "At once: 2. Policy: `rate.permits: 5`, `rate.per: 1s`, `parking: [\"1m\",\"5m\"]`.",
                "| `lead` | Lead | [`acme-record-sink`]", "| `other` |  | [`acme-record-sink`]", "[`text.jq`]", "a second effect",
                "`acme-eu` (account `acme-eu`, enabled with `acme`)", "| 409 | `locked` | transient | 1m30s |",
                "`POST /webhooks/acme`", "proof: `hmac` (header `X-Sign`, signed `{timestamp}.{body}`, timestamp-header `X-Time`); window: 2m either way",
                "id `/id`, type –, time `header:X-Time`, subject –, account –", "answer: 204\n", "[`inbound.jq`]");
        assertThat(section).doesNotContain("| `inbound` |", "| `text` |");
    }

    @Test
    void keepsWhatStandsAroundAMark() {
        assertThat(between("a\n<!-- x -->\nold\n<!-- /x -->\nb", "x", "new\n")).isEqualTo("a\n<!-- x -->\nnew\n<!-- /x -->\nb");
    }

    private String section(String manifest) throws IOException {
        Path acme = Files.createDirectories(folder.resolve("acme"));
        Files.writeString(acme.resolve("connector.yaml"), manifest);
        for (String mapping : new String[] {"lead", "text", "other", "inbound"}) {
            Files.writeString(acme.resolve(mapping + ".jq"), "null");
        }
        Manifests manifests = new Manifests(folder);
        manifests.refresh();
        assertThat(manifests.problems()).isEmpty();
        return new ConnectorDocs(folder).connectors(manifests.all().values());
    }

    private static String between(String text, String mark, String made) {
        String begin = "<!-- " + mark + " -->\n";
        String end = "<!-- /" + mark + " -->";
        assertThat(text).as("marks of " + mark).contains(begin, end);
        return text.substring(0, text.indexOf(begin) + begin.length()) + made + text.substring(text.indexOf(end));
    }
}
