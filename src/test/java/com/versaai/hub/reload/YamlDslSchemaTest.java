package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What visual editors (Kaoto) read YAML routes and kamelets by is the schema that Camel's YAML DSL brings along: the hub's files are valid
 * by it, so is the route in the guide.
 */
class YamlDslSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try (InputStream text = YamlDslSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<ValidationMessage> faults(Object document) {
        return SCHEMA.validate(JSON.valueToTree(document));
    }

    @Test
    void kameletsAreValid() throws IOException {
        Map<String, Set<ValidationMessage>> wrong = new TreeMap<>();
        int checked = 0;
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".kamelet.yaml")).toList()) {
                JsonNode template = JSON.<JsonNode>valueToTree(new Yaml().load(Files.readString(file))).at("/spec/template");
                checked++;
                // A kamelet's template is a route template's, without its id.
                Set<ValidationMessage> faults = faults(List.of(Map.of("from", JSON.convertValue(template.path("from"), Map.class))));
                if (!faults.isEmpty()) {
                    wrong.put(file.toString(), faults);
                }
            }
        }
        assertThat(checked).isGreaterThan(10);
        assertThat(wrong).isEmpty();
    }

    @Test
    void routesAndTheGuidesAreValid() throws IOException {
        Map<String, Set<ValidationMessage>> wrong = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(one -> SourceFile.kind(one.toString().replace('\\', '/')) == SourceFile.Kind.YAML).toList()) {
                texts.put(file.toString(), Files.readString(file));
            }
        }
        Matcher block = Pattern.compile("^```yaml (routes/events/\\S+)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/routes.md")));
        while (block.find()) {
            texts.put(block.group(1), block.group(2));
        }
        assertThat(texts).as("the guide has a route in YAML").isNotEmpty();
        texts.forEach((path, text) -> {
            Set<ValidationMessage> faults = faults(new Yaml().load(text));
            if (!faults.isEmpty()) {
                wrong.put(path, faults);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theSchemaFindsFault() {
        assertThat(faults(new Yaml().load("- route: {id: x, from: {uri: \"direct:x\", steps: [{too: \"log:x\"}]}}"))).isNotEmpty();
        assertThat(faults(new Yaml().load("routes: []"))).isNotEmpty();
    }
}
