package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Edits of route files and kamelets while the hub runs: good ones go live, bad ones change nothing. */
@HubTest
@DirtiesContext
class ReloadTest {

    private static final String PROBE = "routes/events/Probe.java";
    private static final String KAMELET = "kamelets/probe-text-action.kamelet.yaml";
    private static final String PAYMENTS = "routes/events/PaymentEvents.java";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path root;
    private static Folders folders;

    @Autowired
    private Hub hub;
    @Autowired
    private CamelContext camel;
    @Autowired
    private ProducerTemplate template;
    @Autowired
    private LiveRoutes routes;
    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void copy(DynamicPropertyRegistry registry) {
        folders = new Folders(root);
        registry.add("hub.routes.directory", () -> root.resolve("routes").toString());
        registry.add("hub.routes.kamelets", () -> root.resolve("kamelets").toString());
        registry.add("spring.jmx.enabled", () -> "false");
    }

    @AfterEach
    void restore() {
        folders.restore();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(problems()).isEmpty();
            assertThat(camel.getRoute("probe")).isNull();
        });
        assertThat(camel.getRoutes().stream().filter(route -> !camel.getRouteController().getRouteStatus(route.getRouteId()).isStarted()))
                .as("routes that do not run").isEmpty();
    }

    @Test
    void aFileComesChangesAndGoes() {
        folders.write(PROBE, probe("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        folders.write(PROBE, probe("two"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));

        folders.delete(PROBE);
        await().atMost(SOON).until(() -> camel.getRoute("probe") == null);
    }

    @Test
    void onlyWhatChangedIsReplaced() {
        Map<String, Route> before = routes();
        folders.replace(PAYMENTS, "CRM opportunity", "an opportunity");

        await().atMost(SOON).until(() -> camel.getRoute("payment-events-notify") != null
                && camel.getRoute("payment-events-notify").getDescription().contains("an opportunity"));

        Map<String, Route> after = routes();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).allSatisfy((id, route) -> {
            if (!id.equals("payment-events-notify")) {
                assertThat(route).as(id).isSameAs(before.get(id));
            }
        });
    }

    @Test
    void whatAChangedRouteDoesIsWhatHappens() {
        folders.replace(PAYMENTS, "why=payment processed", "why=paid well");
        await().atMost(SOON).until(() -> routeText("payment-events-notify").contains("paid well"));

        String id = hub.sendStripe("payment_intent.succeeded", Map.of());

        assertThat(hub.timelineWhen(id, "delivered").toString()).contains("paid well");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .setBody(constant("two"))  | .setBody(constant("two") | compile | expected
            import org.apache          | import no.such.Thing; import org.apache | compile | package no.such does not exist
            class Probe                | class Robe | compile | should be declared in a file named Robe.java
            direct:probe               | nosuch:probe | check | nosuch
            direct:probe               | timer:probe?nonsense=1 | check | nonsense
            constant("two")            | simple("${nonsense(}") | check | nonsense
            .setBody(constant("two"))  | .to("kamelet:no-such-sink") | check | no-such-sink
            .setBody(constant("two"))  | .bean("noSuchBean", "x") | check | noSuchBean
            .setBody(constant("two"))  | .setBody(simple("{{no.such.setting}}")) | check | no.such.setting
            routeId("probe")           | routeId("user-events-notify") | check | routeId user-events-notify is taken by routes/events/UserEvents.java
            .routeId("probe")          | | configure | has no routeId
            configure() {              | configure() { if (true) throw new IllegalStateException("not today"); | configure | not today
            from("direct:probe")       | if (getContext().hasComponent("taken") == null) getContext().addComponent("taken", new com.versaai.hub.reload.TakenPort()); from("taken:8080") | start | Address already in use
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
        folders.write(PROBE, probe("one").replace("configure() {", "configure() { while (!Thread.currentThread().isInterrupted()) { }"));

        assertThat(problem(PROBE).path("message").asText()).contains("did not end within");
        assertThat(camel.getRoute("probe")).isNull();
    }

    @Test
    void messagesInsideFinishOnTheOldRoute() throws Exception {
        Door.close();
        folders.write(PROBE, probe("old").replace(".setBody", ".process(e -> com.versaai.hub.reload.Door.pass()).setBody"));
        await().atMost(SOON).until(() -> camel.getRoute("probe") != null);
        CompletableFuture<String> inside = CompletableFuture.supplyAsync(this::ask);
        assertThat(Door.awaitSomebody()).isTrue();

        folders.write(PROBE, probe("new"));
        CompletableFuture<String> behind = CompletableFuture.supplyAsync(this::ask);
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(behind.get(20, TimeUnit.SECONDS)).isIn("old", "new");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("new"));
    }

    @Test
    void deletedWhileAMessageIsInside() throws Exception {
        Door.close();
        folders.write(PROBE, probe("done").replace(".setBody", ".process(e -> com.versaai.hub.reload.Door.pass()).setBody"));
        await().atMost(SOON).until(() -> camel.getRoute("probe") != null);
        CompletableFuture<String> inside = CompletableFuture.supplyAsync(this::ask);
        assertThat(Door.awaitSomebody()).isTrue();

        folders.delete(PROBE);
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        await().atMost(SOON).until(() -> camel.getRoute("probe") == null);
    }

    @Test
    void aGoodFileIsTakenBesideABrokenOne() {
        folders.write(PROBE, probe("good"));
        folders.write("routes/events/Broken.java", "package events; public class Broken {");

        problem("routes/events/Broken.java");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("good"));
    }

    @Test
    void twoHundredFilesAtOnce() {
        for (int i = 0; i < 200; i++) {
            folders.write("routes/many/Many" + i + ".java", """
                    package many;
                    public class Many%d extends org.apache.camel.builder.RouteBuilder {
                        public void configure() { from("direct:many%d").routeId("many-%d").setBody(constant(%d)); }
                    }
                    """.formatted(i, i, i, i));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> routes().keySet().stream().filter(id -> id.startsWith("many-")).count() == 200);
        assertThat(problems()).isEmpty();

        for (int i = 0; i < 200; i++) {
            folders.delete("routes/many/Many" + i + ".java");
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> routes().keySet().stream().noneMatch(id -> id.startsWith("many-")));
    }

    @Test
    void aFileThatIsNoTextAndALinkThatLeavesTheFolder() throws IOException {
        folders.write(PROBE, "package events; // café".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problem(PROBE).path("message").asText()).contains("not UTF-8");
        folders.delete(PROBE);

        Path outside = Files.writeString(Files.createTempFile("Outside", ".java"), "package events; public class Outside { }");
        Files.createSymbolicLink(folders.path("routes/events/Outside.java"), outside);
        assertThat(problem("routes/events/Outside.java").path("message").asText()).contains("leads out of the folder");
        Files.delete(outside);
    }

    @Test
    void linksSwappedAsKubernetesDoes() throws IOException {
        Path mounted = Files.createDirectories(folders.path("routes/mounted"));
        Files.createDirectories(mounted.resolve("..one"));
        Files.createDirectories(mounted.resolve("..two"));
        Files.writeString(mounted.resolve("..one/Probe.java"), probe("one").replace("package events", "package mounted"));
        Files.writeString(mounted.resolve("..two/Probe.java"), probe("two").replace("package events", "package mounted"));
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(mounted.resolve("Probe.java"), Path.of("..data/Probe.java"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of("..two"));
        Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));
    }

    @Test
    void aHelperClassTakesItsUsersAlong() {
        folders.write("routes/events/Words.java", "package events; class Words { static String word() { return \"one\"; } }");
        folders.write(PROBE, probe("x").replace("constant(\"x\")", "constant(Words.word())"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        folders.write("routes/events/Words.java", "package events; class Words { static String word() { return \"two\"; } }");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));

        folders.write("routes/events/Words.java", "package events; class Words { }");
        assertThat(problem("routes/events/Words.java").path("message").asText()).contains("Probe.java");
        folders.delete("routes/events/Words.java");
        assertThat(problem("routes/events/Words.java").path("message").asText()).contains("Probe.java");
        assertThat(ask()).isEqualTo("two");
    }

    @Test
    void aKameletTakesTheRoutesThatUseItAlong() {
        folders.write(KAMELET, kamelet("one"));
        folders.write(PROBE, probe("x").replace(".setBody(constant(\"x\"))", ".to(\"kamelet:probe-text-action?word=a\")"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one a"));
        Map<String, Route> before = routes();

        folders.write(KAMELET, kamelet("two"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two a"));
        assertThat(routes()).allSatisfy((id, route) -> assertThat(route == before.get(id)).as(id).isEqualTo(!id.equals("probe")));

        folders.delete(KAMELET);
        assertThat(problem(KAMELET).path("message").asText()).contains("Probe.java");
        assertThat(ask()).isEqualTo("two a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            spec:                         | TABspec: | read | a tab
            type: object                  | type: object,type: object | read | duplicate key
            required: [word]              | required: [words] | read | words is not among the properties
            name: probe-text-action       | name: other-text-action | read | metadata.name must be the file's name
            {{word}}                      | {{wort}} | check | wort
            setBody:                      | setBodyy: | configure |
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

    @Test
    void theTemplateOfAllDeliveriesAndTheErrorPolicyCanBeChanged() {
        folders.replace("routes/delivery/DeliveryTemplate.java", "Queue of {{destination}}", "Waiting for {{destination}}");
        await().atMost(SOON).untilAsserted(() -> assertThat(camel.getRoutes().stream().filter(route -> route.getRouteId().endsWith("-deliver"))
                .map(Route::getDescription)).hasSizeGreaterThan(6).allMatch(text -> text.startsWith("Waiting for")));
        folders.replace("routes/ErrorPolicy.java", "is tried again at the next tick", "comes again at the next tick");
        await().atMost(SOON).until(() -> String.valueOf(((ModelCamelContext) camel)
                .getRouteConfigurationDefinition("hub-ops").getOnExceptions()).contains("comes again"));

        String id = hub.sendStripe("payment_intent.succeeded", Map.of());
        hub.timelineWhen(id, "delivered");

        folders.replace("routes/delivery/DeliveryTemplate.java", "{{destination}}-circuit", "no-circuit");
        assertThat(problem("routes/delivery/DeliveryTemplate.java").path("message").asText()).contains("no-circuit");
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of()), "delivered");
    }

    @Test
    void manyReloadsLeaveNothingBehind() throws Exception {
        folders.write(PROBE, probe("0").replace(".setBody", ".to(\"kamelet:probe-text-action?word=a\").setBody"));
        folders.write(KAMELET, kamelet("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("0"));
        WeakReference<Class<?>> old = new WeakReference<>(routes.liveClass("events.Probe"));
        reloadTo("1");
        Left before = left();
        for (int i = 2; i <= 20; i++) {
            reloadTo(Integer.toString(i));
        }

        Left after = left();
        assertThat(after.withoutMeters()).isEqualTo(before.withoutMeters());
        assertThat(after.meters()).as("meters").isSubsetOf(before.meters());
        await().atMost(SOON).until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    private void reloadTo(String body) {
        folders.write(PROBE, probe(body).replace(".setBody", ".to(\"kamelet:probe-text-action?word=a\").setBody"));
        // Not through the door, which keeps HTTP callers out of the swap; a caller inside the JVM may meet it.
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).ignoreExceptionsInstanceOf(CamelExecutionException.class)
                .untilAsserted(() -> assertThat(ask()).isEqualTo(body));
    }

    /** What must not grow. */
    private record Left(int routes, int endpoints, int beans, Set<String> meters) {

        Left withoutMeters() {
            return new Left(routes, endpoints, beans, Set.of());
        }
    }

    private Left left() throws Exception {
        // A route's counters come a moment after its consumer, its timer with the first message after that.
        await().atMost(SOON).until(() -> ask() != null && meters.find("camel.route.policy").tag("routeId", "probe").timer() != null);
        int beans = ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:*"), null).size();
        return new Left(camel.getRoutes().size(), camel.getEndpoints().size(), beans,
                meters.getMeters().stream().map(meter -> meter.getId().toString()).collect(Collectors.toSet()));
    }

    private static String kamelet(String says) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: probe-text-action
                  annotations: {camel.apache.org/provider: "VersaAI integration hub", camel.apache.org/kamelet.group: "Hub"}
                  labels: {camel.apache.org/kamelet.type: "action"}
                spec:
                  definition:
                    title: Probe
                    description: Says something.
                    required: [word]
                    type: object
                    properties:
                      word: {title: Word, description: A word., type: string}
                  dependencies: ["camel:kamelet", "camel:core"]
                  template:
                    from:
                      uri: "kamelet:source"
                      steps:
                        - setBody: {simple: "%s {{word}}"}
                """.formatted(says);
    }

    private static String probe(String body) {
        return """
                package events;

                import org.apache.camel.builder.RouteBuilder;

                public class Probe extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("direct:probe").routeId("probe").routeGroup("test").routeDescription("test").setBody(constant("%s"));
                    }
                }
                """.formatted(body);
    }

    private String ask() {
        return camel.getRoute("probe") == null ? null : template.requestBody("direct:probe", "", String.class);
    }

    private JsonNode problems() {
        return hub.get("/api/v1/routes/problems").path("problems");
    }

    private JsonNode problem(String file) {
        await(file).atMost(SOON).until(() -> problems().findValuesAsText("file").contains(file));
        for (JsonNode problem : problems()) {
            if (problem.path("file").asText().equals(file)) {
                return problem;
            }
        }
        throw new AssertionError("the problem of " + file + " went away");
    }

    private Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        camel.getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).forEach(route -> routes.put(route.getRouteId(), route));
        return routes;
    }

    private String routeText(String id) {
        return String.valueOf(((ModelCamelContext) camel).getRouteDefinition(id));
    }
}
