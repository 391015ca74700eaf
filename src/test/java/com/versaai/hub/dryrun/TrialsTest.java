package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Texts of a caller run only for one who may, and what they throw says nothing outside. The secret is that of Stripe. */
@HubTest
class TrialsTest {

    private static final String PATH = "routes/events/LeakEvents.java";
    private static final String KEY = "hub.provider.stripe.webhook-secrets";
    private static final String SECRET = "whsec_";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String ROUTE = """
            package events;

            import org.apache.camel.builder.RouteBuilder;

            public class LeakEvents extends RouteBuilder {

                <fields>

                @Override
                public void configure() {
                    <before>
                    from("kamelet:hub-event-source?topics=hub.events.slack.message.received&subscriber=leak-events")
                        .routeId("leak-events")
                        .routeGroup("events")
                        .routeDescription("leaks")
                        .routeConfigurationId("hub-events")
                        <step>;
                }

                @SuppressWarnings("unchecked")
                private static <T extends Exception> void sneak(Exception thrown) throws T {
                    throw (T) thrown;
                }

                private String secret() {
                    return getContext().resolvePropertyPlaceholders("{{%s}}");
                }
            }
            """.formatted(KEY);

    @Autowired
    private Hub hub;

    private final ObjectMapper mapper = new ObjectMapper();

    private static boolean published;

    @BeforeEach
    void anEventToTryItOn() {
        hub.discardDeadLetters();
        if (published) {
            return;
        }
        published = true;
        // Of a type that no other test sends in number or size: each trial goes over all there are.
        hub.publish("slack.message.received", Map.of("id", "u-try", "name", "Ada", "email", "geheim@example.test"));
    }

    @Test
    void anExceptionOfConfigureSaysItsClassAndPlaceOnly() throws Exception {
        Hub.Answer answer = tried(route("", "if (true) { throw new IllegalStateException(secret()); }", ".log(\"x\")"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(hub.read(answer.body()).path("detail").asText()).endsWith(PATH + ":11: IllegalStateException");
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    /** Classes whose own text the hub tells, thrown by the code instead. */
    @ParameterizedTest
    @ValueSource(strings = {"java.util.concurrent.TimeoutException(secret())", "org.snakeyaml.engine.v2.exceptions.YamlEngineException(secret())",
        "com.versaai.hub.gateway.ProblemException(400, secret(), secret(), null)", "org.apache.camel.NoSuchBeanException(secret() + \"-circuit\")",
        "java.io.UncheckedIOException(new java.io.IOException(secret()))", "IllegalArgumentException(secret())"})
    void neitherDoesOneOfAClassThatIsOtherwiseTold(String thrown) throws Exception {
        for (Hub.Answer answer : List.of(tried(route("", "sneak(new " + thrown + ");", ".log(\"x\")")),
                tried(route("", "", ".process(e -> sneak(new " + thrown + "))")))) {
            assertThat(answer.status()).as(answer.body()).isIn(200, 400);
            assertThat(answer.body()).contains("Exception").doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // what the code throws when it is made
        "private final String thrown = String.valueOf(Integer.parseInt(System.getProperties().toString()));",
        "private static final String THROWN = String.valueOf(Integer.parseInt(System.getenv().toString()));",
        "private final Object thrown = org.apache.camel.util.ObjectHelper.notNull(null, System.getenv(\"PATH\"));"})
    void neitherDoesOneOfAConstructor(String field) throws Exception {
        Hub.Answer answer = tried(route(field, "", ".log(\"x\")"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(PATH).doesNotContain(SECRET, System.getenv("PATH"), System.getProperty("java.home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".to(\"{{" + KEY + "}}\")", ".to(\"{{" + KEY + "}}:x\")", ".bean(\"{{" + KEY + "}}\")", ".to(\"class:nope.{{" + KEY + "}}\")",
        ".setBody(simple(\"${{{" + KEY + "}}}\"))", ".marshal(\"{{" + KEY + "}}\")", ".to(\"bean:{{" + KEY + "}}?method=x\")", ".process(\"{{" + KEY + "}}\")",
        ".to(\"kamelet:{{" + KEY + "}}\")", ".toD(\"{{" + KEY + "}}:${body}\")", ".setBody(simple(\"${bean:{{" + KEY + "}}}\"))",
        ".process(e -> { throw new IllegalStateException(secret()); })", ".throwException(new IllegalArgumentException(secret()))",
        ".setBody().constant(secret()).convertBodyTo(Integer.class)",
        ".setBody(constant(\"{{" + KEY + "}}\")).log(\"x\").setBody(simple(\"${body.nothing}\"))",
        ".throwException(IllegalStateException.class, \"{{" + KEY + "}}\")",
        ".setProperty(\"s\", constant(\"{{" + KEY + "}}\")).script(simple(\"${exchangeProperty.s.none()}\"))"})
    void noStepTellsWhatItStumbledOver(String step) throws Exception {
        Hub.Answer answer = tried(route("", "", step));

        assertThat(answer.body()).as(step).doesNotContain(SECRET);
        if (answer.status() == 200) {
            assertThat(answer.body()).as(step).contains("errorAfter").doesNotContain("geheim");
        } else {
            assertThat(answer.status()).isEqualTo(400);
        }
        assertThat(hub.get("/api/v1/dead-letters").path("items")).as("nothing that was only tried is kept").isEmpty();
    }

    @Test
    void theLineWhereACandidateThrewIsTold() throws Exception {
        Hub.Answer answer = tried(route("", "", ".process(e -> {\n throw new IllegalStateException(secret()); })"));

        assertThat(answer.body()).contains("IllegalStateException at " + PATH + ":18").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error(.data.email)", "error($__env)", "error(env)", "env", "$ENV", "env.PATH", "$ENV.PATH", "$__env.PATH", "input_filename", "$__prog_args",
        "input", "debug", "{payload: {a: env}}", "{payload: $ENV}", "{(.data.email): 1, payload: {}}", ".data.email | tonumber", "getpath([\"data\", \"email\"]).x",
        "import \"x\" as x; 1", "include \"/etc/passwd\"; .", "$config | tostring | error", "{payload: {c: ($config | tostring)}}", "halt_error", "@sh \"\\(.data)\" | error"})
    void aMappingReachesNeitherTheEnvironmentNorFiles(String text) throws Exception {
        Hub.Answer answer = tried(Map.of("routes/connectors/mixpanel/track.jq", text));

        assertThat(answer.status()).as(answer.body()).isIn(200, 400);
        assertThat(answer.body()).as(text).doesNotContain(SECRET, System.getenv("PATH"), "root:", "geheim@example.test\\\" cannot");
        assertThat(hub.read(answer.body()).findValuesAsText("errorAfter").toString() + hub.read(answer.body()).path("detail")).as(text).doesNotContain("geheim");
        assertThat(hub.get("/api/v1/dead-letters").path("items")).isEmpty();
    }

    @Test
    void aSecretThatACandidatePutsIntoItsPlanIsMasked() throws Exception {
        String step = ".process(e -> { var event = e.getMessage().getBody(com.versaai.hub.event.Event.class); var data = new java.util.HashMap<>(event.data());"
                + " data.put(\"name\", secret()); e.getMessage().setBody(com.versaai.hub.event.Event.of(event.source(), event.originid(), event.type(),"
                + " event.subject(), event.time(), data)); }).to(\"kamelet:hub-delivery-sink?to=slack&action=user-login&why={{" + KEY + "}}\")";

        Hub.Answer answer = tried(Map.of(PATH, text("", "", step), "routes/connectors/slack/user-login.jq", "{payload: {text: .data.name}}"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"added\"", "***").doesNotContain(SECRET);
    }

    @Test
    void isLoggedOnceWithCallerAndHash() throws Exception {
        byte[] body = mapper.writeValueAsBytes(Map.of("files", Map.of("routes/connectors/slack/none.jq", "null"), "since", "10m"));
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)).substring(0, 16);

        Logger log = (Logger) LoggerFactory.getLogger(TrialGuard.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            assertThat(hub.call("POST", "/api/v1/routes/try", body, JSON).status()).isEqualTo(200);
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).filteredOn(line -> line.contains(hash)).singleElement().asString()
                .contains("sandbox has 1 texts compiled and run");
    }

    @Test
    void isForKeysWithItsScopeOnly() throws Exception {
        byte[] body = mapper.writeValueAsBytes(Map.of("files", route("", "", ".log(\"x\")")));

        Hub.Answer answer = hub.callAs(HubTestEnvironment.OPERATOR_KEY, "POST", "/api/v1/routes/try", body, JSON);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(hub.read(answer.body()).path("scope").asText()).isEqualTo("routes:code");
    }

    /** A dry run is of the routes that run, for one who may not send code: what they throw may hold the event's values, or a setting's. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\": {\"geheim\": \"geheim\"}, \"currency\": [\"geheim\"], \"customerId\": {\"a\": \"geheim\"}}", "{\"amount\": \"geheim\"}",
        "{\"amount\": [\"geheim\"], \"currency\": \"geheim\"}"})
    void aDryRunThatFailsTellsNoValue(String data) {
        Hub.Answer answer = hub.callAs(HubTestEnvironment.OPERATOR_KEY, "POST", "/api/v1/routes/payment-events-notify/dry-run",
                ("{\"type\": \"payment.processed\", \"data\": " + data + "}").getBytes(StandardCharsets.UTF_8), JSON);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(hub.read(answer.body()).path("error").asText()).as(answer.body()).doesNotContain("geheim");
        assertThat(hub.get("/api/v1/dead-letters").path("items")).as("nothing that was only shown is kept").isEmpty();
    }

    private static Map<String, String> route(String fields, String before, String step) {
        return Map.of(PATH, text(fields, before, step));
    }

    private static String text(String fields, String before, String step) {
        return ROUTE.replace("<fields>", fields).replace("<before>", before).replace("<step>", step);
    }

    private Hub.Answer tried(Map<String, String> files) throws Exception {
        return hub.call("POST", "/api/v1/routes/try", mapper.writeValueAsBytes(Map.of("files", files, "since", "10m", "type", "slack.message.received", "limit", 1000)), JSON);
    }
}
