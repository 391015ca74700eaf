package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import com.versaai.hub.support.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;

/**
 * docs/sending-events.md says what contract, configuration and mappings say, and its programs wait as it says. {@code mvn test
 * -Dtest=SendingEventsTest -Dhub.docs.write=true} writes its table of types. Its lines of sh are run by GuideTest.
 */
@HubTest
class SendingEventsTest {

    private static final Path DOCUMENT = Path.of("docs/sending-events.md");
    private static final Path CONNECTORS = Path.of("routes/connectors");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FIELD = Pattern.compile("(?:\\.data|\\$d)\\.([a-zA-Z]\\w*)");
    private static final Pattern ROW = Pattern.compile("^\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Map<String, String> KINDS = Map.of("crm", "CRM", "analytics", "analytics", "chat", "Slack", "mail", "mail");
    /** Only Stripe's receiver says it. */
    private static final String OF_STRIPE = "connectedAccount";

    @TempDir
    private static Path folder;

    @Autowired
    private Hub hub;
    @Autowired
    private Mappings mappings;
    @Autowired
    private BusProperties bus;
    @Autowired
    private ObjectMapper json;

    // ---- what the contract says

    @Test
    void theEnvelopeIsTheContracts() throws IOException {
        JsonNode event = contract().at("/components/schemas/CloudEvent");
        List<String> expected = new ArrayList<>();
        event.path("properties").properties().forEach(one -> expected.add(one.getKey() + '|' + required(event, one.getKey()) + '|'
                + one.getValue().path("maxLength").asText()));

        List<String> said = rows("## The envelope").stream().filter(row -> row.size() == 4 && row.get(0).startsWith("`"))
                .map(row -> code(row.get(0)).get(0) + '|' + row.get(1) + '|' + row.get(2)).toList();

        assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String required(JsonNode schema, String name) {
        return Stream.iterate(0, i -> i < schema.path("required").size(), i -> i + 1).map(i -> schema.path("required").get(i).asText()).anyMatch(name::equals)
                ? "yes" : "";
    }

    @Test
    void everyProblemOfTheContractIsToldOrIsOfAnotherDoor() throws IOException {
        String description = contract().at("/info/description").asText();
        List<String> known = code(description.substring(description.indexOf("one of"), description.indexOf("**Scopes**")));
        Set<String> here = new TreeSet<>();
        rows("## Answers").stream().filter(row -> row.size() == 3).forEach(row -> here.addAll(code(row.get(1))));
        List<String> elsewhere = code(line("Problems of other doors"));

        assertThat(here).doesNotContainAnyElementsOf(elsewhere).contains("malformed", "bus-unavailable");
        assertThat(Stream.concat(here.stream(), elsewhere.stream())).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void problemsComeWithTheStatusOfTheirRow() throws IOException {
        byte[] event = "{\"specversion\":\"1.0\",\"id\":\"a\",\"type\":\"user.login\",\"data\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String structured = "application/cloudevents+json";
        Map<String, Hub.Answer> answers = new TreeMap<>();
        answers.put("malformed", hub.call("POST", "/api/v1/events", event, Map.of("Content-Type", structured)));
        answers.put("broken-gzip", hub.call("POST", "/api/v1/events", event, Map.of("Content-Type", structured, "Content-Encoding", "gzip")));
        answers.put("unauthorized", hub.callAs("wrong", "POST", "/api/v1/events", event, Map.of("Content-Type", structured)));
        answers.put("forbidden", hub.callAs(HubTestEnvironment.OTHER_KEY, "POST", "/api/v1/events", event, Map.of("Content-Type", structured)));
        answers.put("not-found", hub.call("GET", "/api/v1/events/nobody-sent-this/timeline", null, Map.of()));
        answers.put("method-not-allowed", hub.call("DELETE", "/api/v1/events", null, Map.of()));
        answers.put("too-large", hub.call("POST", "/api/v1/events", new byte[(1 << 20) + 1], Map.of("Content-Type", structured)));
        answers.put("unsupported-type", hub.call("POST", "/api/v1/events", event, Map.of("Content-Type", "text/plain")));
        answers.put("unsupported-encoding", hub.call("POST", "/api/v1/events", event, Map.of("Content-Type", structured, "Content-Encoding", "br")));
        List<List<String>> rows = rows("## Answers").stream().filter(row -> row.size() == 3).toList();

        answers.forEach((problem, answer) -> {
            assertThat(answer.body()).contains("https://hub.versaai.example/problems/" + problem);
            assertThat(rows).as(problem).anyMatch(row -> code(row.get(1)).contains(problem) && List.of(row.get(0).split(", ")).contains("" + answer.status()));
        });
        assertThat(read()).contains(answers.get("malformed").body());
        assertThat(answers.get("forbidden").body()).contains("\"scope\":\"events:write\"");
    }

    @Test
    void theStatesAreTheContracts() throws IOException {
        List<String> states = code(contract().at("/components/schemas/Timeline/properties/events/items/properties/state/description").asText());

        assertThat(rows("## What becomes of it").stream().map(row -> row.get(0)).filter(cell -> cell.startsWith("`"))).map(cell -> code(cell).get(0))
                .containsExactlyInAnyOrderElementsOf(states);
    }

    @Test
    void theLimitsAreThoseInForce() throws IOException {
        JsonNode settings = json.valueToTree(new Yaml().load(Files.readString(Path.of("src/main/resources/application.yaml")).split("\n---")[0]));
        String limits = line("1 MB a request");

        assertThat(limits).contains(contract().at("/paths/~1api~1v1~1events/post/requestBody/content/application~1cloudevents-batch+json/schema/maxItems") + " events a batch",
                settings.at("/hub/gateway/rate/api/per-second") + " requests a second and key", "64 levels");
        assertThat(settings.at("/hub/gateway/rate/api/burst").asInt()).as("0 is twice that").isZero();
    }

    // ---- what the mappings read

    @Test
    void everyTypeIsInTheTableOrTheHubsOwn() throws IOException {
        assertThat(Stream.concat(types().stream(), ofTheHub().stream()))
                .containsExactlyInAnyOrderElementsOf(bus.eventTypes());
    }

    /** A field is in a type's row if it changes anything that is sent of an event of that type, and in no other. */
    @Test
    void theTableOfTypesSaysWhatTheMappingsRead() throws IOException {
        JsonNode catalog = hub.get("/api/v1/catalog");
        List<String> own = ofTheHub();
        Map<String, Object> examples = examples();
        Set<String> candidates = new TreeSet<>(examples.keySet());
        candidates.addAll(fieldsOfMappings());
        candidates.remove(OF_STRIPE);
        Map<String, Set<String>> read = new LinkedHashMap<>();
        Map<String, String> told = new LinkedHashMap<>();
        for (String type : bus.eventTypes()) {
            if (!own.contains(type)) {
                Set<List<String>> planned = planned(catalog, type, examples);
                told.put(type, planned.stream().map(one -> KINDS.get(one.get(0)) + " `" + one.get(1) + '`').distinct().sorted().collect(Collectors.joining(", ")));
                read.put(type, candidates.stream().filter(field -> isRead(type, planned, examples, field)).collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        Set<String> always = new TreeSet<>(candidates);
        read.values().forEach(always::retainAll);
        Set<String> anywhere = new TreeSet<>();
        read.values().forEach(anywhere::addAll);
        assertThat(anywhere).as("what the page explains").isEqualTo(new TreeSet<>(examples.keySet()));

        StringBuilder table = new StringBuilder("| type | fields of `data` that are read | told by default to |\n|---|---|---|\n");
        read.forEach((type, fields) -> table.append("| `").append(type).append("` | ").append(fields.stream().filter(field -> !always.contains(field))
                .map(field -> '`' + field + '`').collect(Collectors.joining(", "))).append(" | ").append(told.get(type)).append(" |\n"));
        table.append("| each of them | ").append(always.stream().map(field -> '`' + field + '`').collect(Collectors.joining(", "))).append(" | |\n");
        String before = read();
        String now = before.replaceAll("(?s)(<!-- types -->\n).*(<!-- /types -->)", "$1" + java.util.regex.Matcher.quoteReplacement(table.toString()) + "$2");
        if (Boolean.getBoolean("hub.docs.write")) {
            Files.writeString(DOCUMENT, now);
        } else {
            assertThat(before).as("made of the mappings: -Dtest=SendingEventsTest -Dhub.docs.write=true").isEqualTo(now);
        }
    }

    /** Kind and action of each delivery that the routes of a type plan by default. */
    private Set<List<String>> planned(JsonNode catalog, String type, Map<String, Object> data) {
        Map<String, String> kinds = new TreeMap<>();
        catalog.path("destinations").forEach(one -> kinds.put(one.path("name").asText(), one.path("kind").asText()));
        Set<List<String>> planned = new LinkedHashSet<>();
        catalog.path("eventTypes").forEach(one -> {
            if (one.path("type").asText().equals(type)) {
                one.path("consumedBy").forEach(route -> hub.post("/api/v1/routes/" + route.asText() + "/dry-run", Map.of("type", type, "subject", "s-1", "data", data))
                        .path("deliveries").forEach(delivery -> planned.add(List.of(kinds.get(delivery.path("destination").asText()), delivery.path("action").asText()))));
            }
        });
        assertThat(planned).as(type).isNotEmpty();
        return planned;
    }

    private boolean isRead(String type, Set<List<String>> planned, Map<String, Object> examples, String field) {
        Map<String, Object> all = new LinkedHashMap<>(examples);
        all.putIfAbsent(field, "x");
        Map<String, Object> others = new LinkedHashMap<>(all);
        others.remove(field);
        return !made(type, planned, all).equals(made(type, planned, others))
                || !made(type, planned, Map.of(field, all.get(field))).equals(made(type, planned, Map.of()));
    }

    /** By each connector that has the action, whether it is enabled here or not. */
    private Map<String, String> made(String type, Set<List<String>> planned, Map<String, Object> data) {
        Event event = Event.of("/versaai", "o-1", type, "s-1", Instant.parse("2026-01-05T10:00:00Z"), data);
        Map<String, String> made = new TreeMap<>();
        for (List<String> one : planned) {
            for (Path file : files(path -> path.getFileName().toString().equals(one.get(1) + ".jq"))) {
                String connector = file.getParent().getFileName().toString();
                made.put(connector + '/' + one.get(1), mappings.map(connector, one.get(1), event).toString());
            }
        }
        return made;
    }

    private static Set<String> fieldsOfMappings() throws IOException {
        Set<String> fields = new TreeSet<>();
        for (Path file : files(path -> path.toString().endsWith(".jq"))) {
            FIELD.matcher(Files.readString(file)).results().map(found -> found.group(1)).forEach(fields::add);
        }
        return fields;
    }

    private static List<Path> files(Predicate<Path> those) {
        try (Stream<Path> files = Files.walk(CONNECTORS)) {
            return files.filter(Files::isRegularFile).filter(those).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The page's own examples of fields. */
    private Map<String, Object> examples() throws IOException {
        Map<String, Object> examples = new LinkedHashMap<>();
        for (List<String> row : rows("## Types")) {
            if (row.size() == 3 && row.get(1).startsWith("`") && CODE.matcher(row.get(0)).matches() && !row.get(0).contains(".")) {
                examples.put(code(row.get(0)).get(0), json.readValue(code(row.get(1)).get(0), Object.class));
            }
        }
        assertThat(examples).hasSizeGreaterThan(25).containsEntry("amount", 12345);
        return examples;
    }

    private static List<String> ofTheHub() throws IOException {
        return code(line("The hub itself and its connectors publish")).stream().filter(word -> word.contains(".")).toList();
    }

    private static List<String> types() throws IOException {
        return rows("## Types").stream().map(row -> row.get(0)).filter(cell -> cell.startsWith("`") && cell.contains(".")).map(cell -> code(cell).get(0)).toList();
    }

    // ---- what the programs do

    /** At a door that says "later" to the first request of each, and with a key that nobody knows. */
    @ParameterizedTest
    @ValueSource(strings = {"python3", "node", "java"})
    void aProgramWaitsAsItIsToldAndDoesNotRepeatWhatIsRefused(String interpreter) throws Exception {
        String command = Step.of(read()).stream().filter(Step.Run.class::isInstance).map(step -> ((Step.Run) step).command())
                .filter(line -> line.startsWith(interpreter + ' ')).findFirst().orElseThrow();
        assumeThat(isThere(interpreter)).as(interpreter + " is on this machine").isTrue();
        for (Step step : Step.of(read())) {
            if (step instanceof Step.Write write && command.endsWith(' ' + write.path())) {
                Files.writeString(folder.resolve(write.path()), write.text());
            }
        }
        try (BusyDoor door = new BusyDoor(hub)) {
            assertThat(run(command, door, "sandbox-api-key")).as(door.said()).contains(id("user-4713-registered"));
            assertThat(door.waits()).hasSize(2);
            assertThat(door.waits().get(1)).as("Retry-After of the first answer").isBetween(BusyDoor.LATER, BusyDoor.LATER.multipliedBy(10));
            int before = door.waits().size();

            assertThat(run(command, door, "nobodys-key")).contains("problems/unauthorized");

            assertThat(door.waits()).as("not sent again").hasSize(before + 1);
        }
        hub.timelineWhen("user-4713-registered", "delivered");
        assertThat(hub.get("/api/v1/deliveries?event=user-4713-registered&destination=slack").path("items")).as("whoever sends it, one delivery").hasSize(1);
    }

    private static String id(String origin) {
        return com.versaai.hub.event.EventId.of("/versaai", origin, "user.registered");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static String run(String command, BusyDoor door, String key) throws Exception {
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(Map.of("HUB_URL", door.url(), "HUB_API_KEY", key));
        Process process = builder.start();
        assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue() == 0).as(Files.readString(said)).isEqualTo(key.startsWith("sandbox"));
        return Files.readString(said);
    }

    // ---- the page

    private static JsonNode contract() throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(Path.of("src/main/resources/openapi/hub.yaml"))));
    }

    private static String read() throws IOException {
        return Files.readString(DOCUMENT);
    }

    /** Cells of the rows of a section's tables. */
    private static List<List<String>> rows(String heading) throws IOException {
        String page = read();
        int start = page.indexOf(heading + '\n');
        int end = page.indexOf("\n## ", start + 1);
        assertThat(start).as(heading).isNotNegative();
        return ROW.matcher(page.substring(start, end < 0 ? page.length() : end)).results().map(found -> List.of(found.group(1).split("\\s*\\|\\s*", -1)))
                .map(cells -> cells.stream().map(String::strip).toList()).toList();
    }

    /** The paragraph with that text. */
    private static String line(String text) throws IOException {
        return Stream.of(read().split("\n\n")).filter(paragraph -> paragraph.contains(text)).findFirst().orElseThrow();
    }

    private static List<String> code(String text) {
        return CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }
}
