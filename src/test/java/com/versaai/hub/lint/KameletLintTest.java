package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every file in {@code kamelets/} has to keep (style sheet A1), whoever writes it; and that its rules find what breaks them. */
class KameletLintTest extends RuleCase {

    private static final String FILE = "kamelets/acme-order-sink.kamelet.yaml";

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsTheHouseRules(Path file) throws IOException {
        hub.file("kamelets/" + file.getFileName(), Files.readString(file));

        assertThat(hub.lint().findings()).filteredOn(finding -> List.of("kamelet", "border", "secret").contains(finding.rule())).isEmpty();
    }

    @Test
    void saysNothingOfAFaultlessFile() {
        hub.file(FILE, Workbench.KAMELET).routes(b -> b.from("direct:a").to("kamelet:acme-order-sink?account=acme&timeout=500"));

        assertThat(hub.lint().findings()).filteredOn(finding -> "acme-order-sink".equals(finding.kamelet())).isEmpty();
        assertThat(hub.findings("kamelet-call")).isEmpty();
        assertThat(hub.findings("endpoint-option")).isEmpty();
    }

    /** What is put in the place of what, and what the lint then says in which line. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            name: acme-order-sink ; name: acme-order-source ; metadata.name is not the file's name ; 4
            name: acme-order-sink ; name: AcmeSink ; metadata.name is not <system>-<object>-source|sink|action ; 4
            kamelet.type: "sink" ; kamelet.type: "source" ; the label camel.apache.org/kamelet.type is not the name's suffix ; 4
            provider: "Hub", camel.apache.org/ ; ; the annotation camel.apache.org/provider is missing ; 4
            kind: Kamelet ; ; the order is apiVersion, kind, metadata, spec ; 1
            title: Acme Order Sink ; ; definition.title is missing ; 10
            type: object ; type: thing ; definition.type is not object ; 9
            required: [account] ; required: [account, gone] ; required gone is not declared ; 12
            timeout: {title: Timeout, ; timeout: { ; timeout has no title ; 15
            description: Milliseconds., ; ; timeout has no description ; 15
            type: integer, default: 2000 ; default: 2000 ; timeout has no type ; 15
            type: integer ; type: int ; timeout has an unknown type ; 15
            default: 2000 ; default: soon ; the default of timeout is no integer ; 15
            "{{timeout}}" ; "5000" ; timeout is declared but not used ; 15
            "{{timeout}}" ; "{{timeot}}" ; timeot is used but not declared ; 26
            type: integer, default ; type: integer, format: password, default ; timeout is a password without the credentials descriptor ; 15
            type: integer, default ; type: integer, x-descriptors: ["urn:camel:group:credentials"], default ; timeout is a credential without format ; 15
            "camel:http", ; ; the dependency camel:http is missing ; 23
            - removeHeaders: {pattern: "Camel*"} ; - doTry: {steps: []} ; doTry: error handling belongs to the caller ; 21
            apiVersion: camel.apache.org/v1 ; apiVersion: [ ; is no valid YAML: ; 3
            kind: Kamelet ; apiVersion: twice ; is no valid YAML: the key apiVersion is there twice ; 2
            """)
    void findsWhatBreaksARule(String right, String wrong, String message, int line) {
        String text = Workbench.KAMELET.replace(right, wrong == null ? "" : wrong);
        assertThat(text).isNotEqualTo(Workbench.KAMELET);

        assertThat(hub.file(FILE, text).findings("kamelet")).anySatisfy(finding -> {
            assertThat(finding.message()).startsWith(message);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.file()).endsWith(FILE);
            assertThat(finding.kamelet()).isEqualTo("acme-order-sink");
            assertThat(finding.hint()).isNotBlank();
        });
    }

    @Test
    void findsASecretThatIsTakenByValue() {
        String text = Workbench.KAMELET.replace("timeout: {title: Timeout, description: Milliseconds., type: integer, default: 2000}",
                "timeout: {title: T, description: D, type: integer, default: 1}\n      apiToken: {title: T, description: The token., type: string}");

        assertThat(hub.file(FILE, text).findings("kamelet")).extracting(Finding::message).contains("apiToken looks like a secret");
        assertThat(hub.file(FILE, text.replace("The token.", "Name of the property that holds it.")).findings("kamelet")).extracting(Finding::message)
                .doesNotContain("apiToken looks like a secret");
    }

    @Test
    void findsAFileThatIsTooLongOrNoKamelet() {
        hub.file(FILE, Workbench.KAMELET + "# more\n".repeat(100)).file("kamelets/notes.yaml", "a: b");

        assertThat(hub.findings("kamelet")).extracting(Finding::message)
                .containsExactlyInAnyOrder("is longer than 120 lines", "only .kamelet.yaml files belong here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - removeHeaders: {pattern: "Camel*"} | - removeHeader: {name: Content-Encoding}
            {pattern: "Camel*"} | {pattern: "CamelHttp*"}
            {pattern: "Camel*"} | {pattern: "*", excludePattern: "CamelHttp.*"}
            {pattern: "Camel*"} | {pattern: "X-*"}
            """)
    void findsACallThatItsCallerCanRedirect(String right, String wrong) {
        assertThat(hub.file(FILE, Workbench.KAMELET.replace(right, wrong)).findings("border")).singleElement().satisfies(finding -> {
            assertThat(finding.message()).startsWith("calls HTTP while headers of the caller can redirect it");
            assertThat(finding.kamelet()).isEqualTo("acme-order-sink");
        });
    }

    @Test
    void findsHeadersThatAreRemovedTooLate() {
        String early = Workbench.KAMELET.replace("        - removeHeaders: {pattern: \"Camel*\"}\n", "") + "        - removeHeaders: {pattern: \"Camel*\"}\n";

        assertThat(hub.file(FILE, early).findings("border")).hasSize(1);
        assertThat(hub.file(FILE, Workbench.KAMELET.replace("\"Camel*\"", "\"*\", excludePattern: \"HubKey\"")).findings("border")).isEmpty();
    }

    @Test
    void findsOptionsOfAKameletsEndpointThatCamelDoesNotKnow() {
        String text = Workbench.KAMELET.replace("httpMethod: POST", "httpMethd: POST").replace("\"{{timeout}}\"", "\"soon {{timeout}}\"");

        assertThat(hub.file(FILE, text).findings("endpoint-option")).extracting(Finding::message)
                .containsExactlyInAnyOrder("httpMethd is no option of https; it goes out as a query parameter", "responseTimeout cannot be soon 2000");
    }

    @Test
    void findsABeanOfAKameletThatIsNotThere() {
        String text = Workbench.KAMELET.replace("httpMethod: POST", "httpMethod: POST\n              httpClientConfigurer: \"#gone\"")
                .replace("- removeHeaders:", "- bean: {ref: lost, method: x}\n        - setBody: {method: {ref: away, method: y}}\n        - removeHeaders:");

        assertThat(hub.file(FILE, text).findings("bean")).extracting(Finding::message)
                .containsExactlyInAnyOrder("there is no bean gone", "there is no bean lost", "there is no bean away");
    }

    @Test
    void findsACallThatDoesNotFit() {
        hub.file(FILE, Workbench.KAMELET).routes(b -> {
            b.from("direct:a").to("kamelet:acme-order-sink?account=acme&timout=1").to("kamelet:acme-order-sink").to("kamelet:acme-ordr-sink")
                    .to("kamelet:acme-order-sink?account=ACME&timeout=soon").to("kamelet:hub-event-source?topics=a&subscriber=b");
            b.from("kamelet:acme-order-sink?account=acme").to("log:a");
        });

        assertThat(hub.findings("kamelet-call")).extracting(Finding::message).containsExactlyInAnyOrder("acme-order-sink has no parameter timout",
                "acme-order-sink demands the parameter account", "there is no kamelet acme-ordr-sink", "the value of account does not match ^[a-z]+$",
                "the value of timeout is no integer", "hub-event-source is a source, but is sent to", "acme-order-sink is no source, but a route begins with it");
    }

    /** Camel's own catalog is one jar of such kamelets: {@code log-action}, {@code slack-sink}. */
    @Test
    void aKameletOfAJarIsNoError() {
        hub.routes(b -> b.from("direct:a").to("kamelet:lint-of-a-jar-action?any=thing").to("kamelet:lint-of-no-jar-action"));

        assertThat(hub.findings("kamelet-call")).extracting(Finding::message).containsExactly("there is no kamelet lint-of-no-jar-action");
    }

    @Test
    void takesARequiredParameterFromTheConfiguration() {
        hub.file(FILE, Workbench.KAMELET).property("camel.kamelet.acme-order-sink.account", "acme").routes(b -> b.from("direct:a").to("kamelet:acme-order-sink"));

        assertThat(hub.findings("kamelet-call")).isEmpty();
    }
}
