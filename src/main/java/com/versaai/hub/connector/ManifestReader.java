package com.versaai.hub.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;

/** Reads a manifest as strictly as its schema says, and tells what is wrong by line and column. */
final class ManifestReader {

    /** The same file as {@code routes/connectors/connector.schema.json}, which editors read; the build checks that. */
    private static final String SCHEMA = "/connector.schema.json";
    /** What is of no single door. */
    private static final Set<String> BESIDE_DOORS = Set.of("doors", "verification", "feeds", "loads");

    private final ObjectMapper json = JsonMapper.builder().addModule(new SimpleModule().addDeserializer(Duration.class, new Durations())).build();
    private final JsonSchema schema;

    ManifestReader() {
        try (InputStream text = ManifestReader.class.getResourceAsStream(SCHEMA)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param manifest null when there are problems */
    record Reading(Manifest manifest, List<ManifestProblem> problems) {
    }

    /**
     * @param name of the folder
     * @param file as people name it, for problems
     */
    Reading read(String name, String file, String text) {
        YamlTree tree;
        try {
            tree = YamlTree.of(text);
        } catch (YamlTree.UnreadableException e) {
            return new Reading(null, List.of(ManifestProblem.of(file, e.line(), e.column(), e.getMessage())));
        }
        Set<ValidationMessage> wrong = schema.validate(tree.root());
        if (!wrong.isEmpty()) {
            return new Reading(null, wrong.stream().map(one -> problem(file, tree, one)).distinct().toList());
        }
        try {
            Manifest manifest = json.treeToValue(tree.root(), Manifest.class).named(name);
            List<ManifestProblem> problems = inconsistent(manifest, file, tree);
            return new Reading(problems.isEmpty() ? manifest : null, problems);
        } catch (JsonProcessingException e) {
            return new Reading(null, List.of(ManifestProblem.of(file, 1, 1, e.getOriginalMessage())));
        }
    }

    static ManifestProblem problem(String file, YamlTree tree, ValidationMessage wrong) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < wrong.getInstanceLocation().getNameCount(); i++) {
            pointer.append('/').append(wrong.getInstanceLocation().getName(i).replace("~", "~0").replace("/", "~1"));
        }
        if ("additionalProperties".equals(wrong.getType()) && wrong.getProperty() != null) {
            pointer.append('/').append(wrong.getProperty().replace("~", "~0").replace("/", "~1"));
        }
        YamlTree.Mark mark = tree.mark(pointer.toString());
        String where = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.') + ": ";
        // In front of its words the validator puts the place in a notation of its own.
        return ManifestProblem.of(file, mark.line(), mark.column(), where + wrong.getMessage().replaceFirst("^\\$[^ ]*: ?", ""));
    }

    /** What no schema can say. */
    private static List<ManifestProblem> inconsistent(Manifest manifest, String file, YamlTree tree) {
        List<ManifestProblem> problems = new ArrayList<>();
        manifest.settings().forEach((name, setting) -> {
            if (setting.secret() && setting.defaultValue() != null) {
                problems.add(at(file, tree, "/settings/" + name + "/default", "a secret has no default: anybody could read it here"));
            }
        });
        manifest.either().stream().flatMap(List::stream).filter(name -> !manifest.settings().containsKey(name))
                .forEach(name -> problems.add(at(file, tree, "/either", "there is no setting " + name)));
        manifest.actions().forEach((name, action) -> {
            if (manifest.kameletOf(name) == null) {
                problems.add(at(file, tree, "/actions/" + name, "no kamelet does it: name one here, or one for all actions"));
            }
        });
        if (!manifest.destinations().isEmpty() && manifest.kamelet() == null) {
            problems.add(at(file, tree, "/destinations", "a destination needs a kamelet that makes its calls"));
        }
        manifest.destinations().forEach((name, instance) -> {
            if (instance.enabledWith() != null && !manifest.destinations().containsKey(instance.enabledWith())) {
                problems.add(at(file, tree, "/destinations/" + name + "/enabled-with", "there is no destination " + instance.enabledWith() + " here"));
            }
        });
        if (manifest.authentication() != null) {
            problems.addAll(ofAuthentication(manifest, file, tree));
        }
        if (manifest.inbound() != null) {
            problems.addAll(ofInbound(manifest, file, tree));
        }
        return problems;
    }

    private static List<ManifestProblem> ofAuthentication(Manifest manifest, String file, YamlTree tree) {
        Authentication said = manifest.authentication();
        List<ManifestProblem> problems = new ArrayList<>();
        Stream.of(said.setting(), said.user(), said.password()).filter(Objects::nonNull).filter(name -> !manifest.settings().containsKey(name))
                .forEach(name -> problems.add(at(file, tree, "/authentication", "there is no setting " + name)));
        if ("header".equals(said.scheme()) && (said.header() == null || said.setting() == null)) {
            problems.add(at(file, tree, "/authentication", "header needs the name of a header, and the setting with the secret"));
        }
        return problems;
    }

    private static List<ManifestProblem> ofInbound(Manifest manifest, String file, YamlTree tree) {
        List<ManifestProblem> problems = new ArrayList<>();
        manifest.inbound().byDoor().forEach((name, door) -> {
            String place = name.isEmpty() ? "/inbound" : "/inbound/doors/" + name;
            try {
                door.proof();
            } catch (IllegalArgumentException e) {
                problems.add(at(file, tree, tree.root().at(place + "/verification").isMissingNode() ? "/inbound/verification" : place + "/verification", e.getMessage()));
            }
            door.mayLack().stream().filter(word -> !door.event().containsKey(word)).forEach(word ->
                    problems.add(at(file, tree, place + "/may-lack", word + " is not named in event, so it may lack anyway")));
        });
        JsonNode beside = tree.root().path("inbound");
        if (beside.has("doors")) {
            beside.fieldNames().forEachRemaining(name -> {
                if (!BESIDE_DOORS.contains(name)) {
                    problems.add(at(file, tree, "/inbound/" + name, "where there are doors it stands at each of them"));
                }
            });
        }
        if (manifest.inbound().isXml() && (manifest.inbound().mapping() != null || manifest.inbound().pointsIntoBody())) {
            problems.add(at(file, tree, "/inbound/body", "jq and pointers are for JSON: with xml the connector's Java maps, and only headers can be pointed to"));
        }
        Manifest.Setting secrets = manifest.settings().get(Manifest.WEBHOOK_SECRETS);
        if (secrets == null || !secrets.secret()) {
            problems.add(at(file, tree, "/inbound", "what arrives is proved by the setting " + Manifest.WEBHOOK_SECRETS + ": add it, with secret: true"));
        }
        return problems;
    }

    static ManifestProblem at(String file, YamlTree tree, String pointer, String message) {
        YamlTree.Mark mark = tree.mark(pointer);
        return ManifestProblem.of(file, mark.line(), mark.column(), message);
    }

    /** 30s, 5m, PT1H: as in application.yaml. */
    private static final class Durations extends JsonDeserializer<Duration> {

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode value = parser.readValueAsTree();
            return DurationStyle.detectAndParse(value.asText());
        }
    }
}
