package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file fields.yaml beside a manifest: read, checked, taken over while the hub runs. */
class FieldsTest {

    private static final String MANIFEST = """
            title: Pager
            kind: crm
            kamelet: pager-message-sink
            actions:
              lead: {object: Lead, fields: [Name, Email]}
            destinations:
              pager: {}
            """;
    private static final String GOOD = """
            actions:
              lead:
                Product__c: {constant: VersaAI}
                Plan__c: {from: data.plan, longest: 40}
                Score__c: {jq: ".data.used / 10"}
                Email: null
            destinations:
              pager:
                lead:
                  Product__c: {constant: 1.50}
            """;

    @TempDir
    private Path root;
    private Manifests manifests;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        write("connector.yaml", MANIFEST);
        manifests = new Manifests(root, null, Clock.systemUTC());
        manifests.configured((connector, destination) -> destination.equals("pager-eu"));
        manifests.checkExpressions(jq -> jq.contains("oops") ? "function oops/0 does not exist" : null);
        manifests.onChange(() -> told.add("changed"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("pager")).resolve(name), text);
    }

    private Fields.OfAction lead(String destination) {
        return manifests.fields("pager").of(manifests.get("pager"), destination, "lead");
    }

    private List<String> problems() {
        return manifests.problems().stream().map(one -> one.file() + ":" + one.line() + ": " + one.message()).toList();
    }

    private static JsonNode constant(String yaml) throws YamlTree.UnreadableException {
        return YamlTree.ofValues("v: " + yaml).root().get("v");
    }

    @Test
    void saysWhatTheFilesSay() throws IOException {
        assertThat(lead("pager").rules()).isEmpty();
        write("fields.yaml", GOOD);

        assertThat(manifests.refresh()).as("no route needs to be built anew").isFalse();

        assertThat(problems()).isEmpty();
        assertThat(told).containsExactly("changed");
        assertThat(lead("pager").listed()).containsExactly("Name", "Email");
        assertThat(lead("pager").rules()).containsOnlyKeys("Product__c", "Plan__c", "Score__c", "Email").containsEntry("Email", FieldRule.REMOVED)
                .containsEntry("Plan__c", new FieldRule(null, "data.plan", null, 40)).containsEntry("Score__c", new FieldRule(null, null, ".data.used / 10", null));
        assertThat(lead("pager").rules().get("Product__c").constant().decimalValue()).isEqualTo(new BigDecimal("1.50"));
        assertThat(lead("pager-eu").rules().get("Product__c").constant().textValue()).isEqualTo("VersaAI");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lead:                    | leads:                        | 2 | there is no action leads of this connector",
        "pager:                   | phone:                        | 8 | there is no destination phone of this connector",
        "from: data.plan          | from: plan                    | 4 | actions.lead.Plan__c.from",
        "from: data.plan          | from: data                    | 4 | actions.lead.Plan__c.from",
        "longest: 40              | jq: .id                       | 4 | it needs one of constant, from and jq",
        "{from: data.plan, longest: 40} | {longest: 40}           | 4 | it needs one of constant, from and jq",
        "{from: data.plan, longest: 40} | data.plan               | 4 | actions.lead.Plan__c",
        "Email: null              | Email:                        | 6 | write null if that is meant",
        ".data.used / 10          | oops                          | 5 | function oops/0 does not exist",
        "Product__c: {constant: V | Product__c: {constnt: V       | 3 | constnt",
        "{constant: VersaAI}      | {constant: [1]}               | 3 | actions.lead.Product__c.constant",
        "Email: null              | Product__c/x: {constant: 1}   | 6 | what is above Product__c/x has a line of its own",
        "destinations:            | destination:                  | 7 | destination"})
    void tellsWhatIsWrongAndWhereAndKeepsTheFormer(String good, String bad, int line, String words) throws IOException {
        write("fields.yaml", GOOD);
        manifests.refresh();
        Fields former = manifests.fields("pager");
        write("fields.yaml", GOOD.replace(good.strip(), bad.strip()));

        manifests.refresh();

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).startsWith("routes/connectors/pager/fields.yaml:" + line + ":").contains(words));
        assertThat(manifests.problems()).allSatisfy(problem -> assertThat(problem.running()).isTrue());
        assertThat(manifests.fields("pager")).isEqualTo(former);
        assertThat(manifests.get("pager")).isNotNull();
    }

    @Test
    void whatWasNeverRightHoldsUpWhatIsMapped() throws IOException {
        write("fields.yaml", "actions: {lead: {Email: nul}}");
        manifests.refresh();

        assertThat(lead("pager").problem()).contains("routes/connectors/pager/fields.yaml");
        assertThat(manifests.problems()).allSatisfy(problem -> assertThat(problem.running()).isFalse());

        write("fields.yaml", "actions: {lead: {Email: null}}");
        manifests.refresh();
        assertThat(lead("pager").problem()).isNull();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aFileThatGoesStaysInUse() throws IOException {
        write("fields.yaml", GOOD);
        manifests.refresh();
        Files.delete(root.resolve("pager/fields.yaml"));
        manifests.refresh();
        manifests.refresh();

        assertThat(lead("pager").rules()).containsKey("Email");
        assertThat(problems()).singleElement().asString().contains("the file is gone").contains("actions: {}");

        write("fields.yaml", "actions: {}");
        manifests.refresh();
        assertThat(lead("pager").rules()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void anActionThatGoesIsToldOfWithoutAnEdit() throws IOException {
        write("fields.yaml", GOOD);
        manifests.refresh();
        write("connector.yaml", MANIFEST.replace("lead: {object", "contact: {object"));
        manifests.refresh();
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("there is no action lead"));

        write("lead.jq", "{payload: {}}"); // is an action without an entry
        manifests.refresh();
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"VersaAI, STRING", "'\"7\"', STRING", "007, STRING", "NO, STRING", "on, STRING", "2026-01-05, STRING", "1e3, STRING", "0x1F, STRING", "true, BOOLEAN",
        "7, NUMBER", "-0.10, NUMBER", "123456789012345678901234567890, NUMBER"})
    void keepsTheTypeThatPeopleMean(String yaml, String type) throws YamlTree.UnreadableException {
        assertThat(constant(yaml).getNodeType().name()).isEqualTo(type);
        assertThat(constant(yaml).asText()).isEqualTo(yaml.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t", "a: &a [*a]", "[1, 2]", "actions: [", "actions: {lead: {\"\": null}}", "actions: {lead: {\"a b\": null}}", "actions: {lead: {a: {}}}", "\u0000"})
    void hostileTextIsAProblemAndNothingElse(String text) throws IOException {
        write("fields.yaml", text);
        manifests.refresh();
        assertThat(problems()).isNotEmpty();
        assertThat(manifests.get("pager")).isNotNull();
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = Files.writeString(Files.createTempFile("fields", ".yaml"), GOOD);
        Files.createSymbolicLink(root.resolve("pager/fields.yaml"), outside);
        manifests.refresh();
        assertThat(problems()).singleElement().asString().contains("leads out of the folder");
        assertThat(lead("pager").problem()).isNotNull();
        Files.delete(outside);
    }

    /** Editors read the one, the hub the other. */
    @Test
    void theSchemaBesideTheManifestsIsTheHubs() throws IOException {
        assertThat(Files.readString(Path.of("routes/connectors/fields.schema.json"))).isEqualTo(Files.readString(Path.of("src/main/resources/fields.schema.json")));
    }
}
