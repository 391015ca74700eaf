package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is only tried sends, writes and evaluates nothing outside, whichever component or language the text names. */
@HubTest
class TrialsOfComponentsTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String TYPE = "slack.interaction.received";
    private static boolean published;

    @TempDir
    private static Path folder;

    @Autowired
    private Hub hub;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private CamelContext camel;

    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeEach
    void anEventToTryItOn() {
        if (!published) {
            published = true;
            hub.publish(TYPE, Map.of("id", "u-parts", "teamId", "T1", "userId", "U1"));
        }
    }

    /** Steps in YAML; {folder} and {port} would show whether anybody was there. */
    static Stream<String> steps() {
        String file = "new File('{folder}/of-groovy').text = 'x'; true";
        return Stream.of("to: \"file:{folder}?fileName=out.txt\"", "toD: \"file:{folder}?fileName=${body.type}.txt\"",
                "to: \"sql:create table trial_made_it (id int)?dataSource=#dataSource\"", "to: \"sql:delete from deliveries?dataSource=#dataSource\"",
                "to: \"ftp:localhost:{port}/x?username=u&password=p\"", "to: \"sftp:localhost:{port}/x?username=u&password=p\"",
                "to: \"smtp:localhost:{port}?to=a@example.test\"", "to: \"http:localhost:{port}/x\"", "to: \"netty:tcp:localhost:{port}\"",
                "to: \"quartz:trial/made?cron=0/1+*+*+*+*+?\"", "to: \"exec:touch?args={folder}/of-exec\"", "to: \"controlbus:route?routeId=payment-events-notify&action=stop\"",
                "to: \"language:groovy:" + file + "\"", "setBody: {groovy: {expression: \"" + file + "\"}}", "script: {groovy: {expression: \"" + file + "\"}}",
                "filter: {groovy: {expression: \"" + file + "\"}, steps: [{log: x}]}", "setHeader: {name: x, language: {language: spel, expression: "
                        + "\"#{new java.io.FileOutputStream('{folder}/of-spel')}\"}}", "setBody: {simple: \"resource:http://localhost:{port}/x\"}",
                "pollEnrich: {expression: {constant: \"file:{folder}?delete=true\"}, timeout: \"100\"}", "enrich: {expression: {constant: \"http:localhost:{port}\"}}",
                "wireTap: {uri: \"file:{folder}\"}", "recipientList: {constant: \"file:{folder},seda:x\"}", "routingSlip: {constant: \"file:{folder}\"}",
                "to: \"kamelet:slack-sink?channel=x&webhookUrl=http://localhost:{port}/x\"", "to: \"kamelet:log-action\"",
                "to: {uri: \"xslt:http://localhost:{port}/x.xsl\"}", "to: \"kamelet:none-action?location=http://localhost:{port}\"");
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepHasNoEffectOutside(String step) throws Exception {
        Files.writeString(folder.resolve("there.txt"), "to be left alone");
        Set<String> threads = threads();
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(200);
            Hub.Answer answer = tried(step.replace("{folder}", folder.toString()).replace("{port}", "" + server.getLocalPort()));

            // Tried with what that came to, or refused as where routes run.
            assertThat(answer.status()).as(answer.body()).isIn(200, 400);
            if (answer.status() == 200) {
                assertThat(hub.read(answer.body()).path("events").asInt()).as(answer.body()).isPositive();
            }
            assertThat(org.assertj.core.api.Assertions.catchThrowable(server::accept)).as("somebody called").isInstanceOf(java.net.SocketTimeoutException.class);
        }
        assertThat(files()).containsExactly("there.txt");
        assertThat(jdbc.queryForObject("select count(*) from information_schema.tables where lower(table_name) = 'trial_made_it'", Integer.class)).isZero();
        assertThat(camel.getRouteController().getRouteStatus("payment-events-notify").isStarted()).isTrue();
        assertThat(threads()).as("schedulers").isEqualTo(threads);
        assertThat(hub.get("/api/v1/dead-letters").path("items")).as("nothing that was only tried is kept").isEmpty();
    }

    /** By Camel's own list of what is packaged: one that is added later is in it. */
    @Test
    void noShippedComponentIsReachedByATrial() throws Exception {
        Set<String> schemes = new TreeSet<>();
        for (Resource one : new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/services/org/apache/camel/component/*")) {
            schemes.add(one.getFilename());
        }
        assertThat(schemes).contains("sql", "ftp", "quartz", "smtp", "file");
        // Without its libraries here, and told so.
        schemes.remove("salesforce");
        schemes.removeAll(StageComponents.COMPUTING);
        StringBuilder steps = new StringBuilder();
        schemes.forEach(scheme -> steps.append("to: \"").append(scheme).append(":trial\"},{"));
        Set<String> threads = threads();

        Hub.Answer answer = tried(steps.substring(0, steps.length() - 3));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(hub.read(answer.body()).findValuesAsText("errorAfter")).as(answer.body()).isEmpty();
        assertThat(threads()).as("schedulers").isEqualTo(threads);
        assertThat(Path.of("trial")).doesNotExist();
    }

    @Test
    void aScriptSaysWhyItWasNotRun() throws Exception {
        assertThat(tried("setBody: {groovy: {expression: \"1\"}}").body()).contains("language groovy is not run for show");
    }

    /** They would be made in the hub itself. */
    @Test
    void beansOfATextAreNotMade() throws Exception {
        String text = """
                - beans:
                    - name: trialMadeIt
                      type: "#class:java.io.FileOutputStream"
                      constructors: {0: "%s"}
                """.formatted(folder.resolve("of-a-bean"));

        Hub.Answer answer = hub.call("POST", "/api/v1/routes/try", mapper.writeValueAsBytes(Map.of("files", Map.of("routes/events/parts.yaml", text))), JSON);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(hub.read(answer.body()).path("detail").asText()).contains("routes/events/parts.yaml:1", "beans");
        assertThat(folder.resolve("of-a-bean")).doesNotExist();
        assertThat(camel.getRegistry().lookupByName("trialMadeIt")).isNull();
    }

    private Hub.Answer tried(String step) throws Exception {
        String text = """
                - route:
                    id: parts-tried
                    group: events
                    description: tried
                    routeConfigurationId: hub-events
                    from:
                      uri: "kamelet:hub-event-source?topics=hub.events.%s&subscriber=parts-tried"
                      steps: [{%s}]
                """.formatted(TYPE, step);
        return hub.call("POST", "/api/v1/routes/try", mapper.writeValueAsBytes(
                Map.of("files", Map.of("routes/events/parts.yaml", text), "since", "10m", "type", TYPE, "limit", 3)), JSON);
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains("Quartz")).forEach(names::add);
        return names;
    }
}
