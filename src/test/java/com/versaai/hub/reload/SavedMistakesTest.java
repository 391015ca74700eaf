package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is wrong is told when it is saved, and what was saved says from when on it counts. */
class SavedMistakesTest extends ReloadCase {

    private static final String TICKS = "routes/ops/ticks.yaml";
    private static final String LOGINS = "routes/events/LoginTells.java";
    private static final String MAPPING = "routes/connectors/slack/user-registered.jq";
    private static final String TICK = """
            - route:
                id: ticks
                group: test
                description: test
                routeConfigurationId: hub-ops
                from:
                  uri: "timer:ticks?period=60000"
                  steps:
                    - setBody: {simple: "one"}
                    - log: {message: "a tick that is seen"}
                    - to: "log:ticks-of-mine"
            """;

    @Test
    void aTextThatIsNoListOfRoutesTakesNoneAway() {
        folders.write(TICKS, TICK);
        await().atMost(SOON).until(() -> camel.getRoute("ticks") != null);
        Route before = camel.getRoute("ticks");

        for (String text : List.of("hello world\n", "routes:\n" + TICK.indent(2), "[]\n")) {
            folders.write(TICKS, text);
            assertThat(problem(TICKS).path("message").asText()).contains("list");
            assertThat(camel.getRoute("ticks")).isSameAs(before);
            folders.write(TICKS, TICK);
            await().atMost(SOON).until(() -> problems().isEmpty());
        }
    }

    @Test
    void aRouteThatWouldDoHarmIsRefused() {
        folders.write(TICKS, TICK.replace("    routeConfigurationId: hub-ops\n", ""));
        JsonNode policy = problem(TICKS);
        assertThat(policy.path("message").asText()).contains("ticks", "names no error policy", "routeConfigurationId");
        assertThat(policy.path("line").asInt()).isPositive();
        folders.write(TICKS, TICK.replace("timer:ticks?period=60000", "platform-http:/mine"));
        await().atMost(SOON).until(() -> problem(TICKS).path("message").asText().contains("past the border"));
        assertThat(camel.getRoute("ticks")).isNull();
    }

    @Test
    void aMistakeInYamlHasLineColumnAndExpression() {
        folders.write(TICKS, TICK.replace("{simple: \"one\"}", "{simple: \"${body.x\"}"));
        JsonNode problem = problem(TICKS);
        assertThat(problem.path("line").asInt()).isEqualTo(9);
        assertThat(problem.path("column").asInt()).isPositive();
        assertThat(problem.path("message").asText()).contains("${body.x");
    }

    @Test
    void aFileOfAnotherLanguageIsTold() {
        for (String path : List.of("routes/events/a.groovy", "routes/events/b.kts", "routes/c.xml")) {
            folders.write(path, "x");
            assertThat(problem(path).path("message").asText()).contains(".java", ".yaml");
        }
    }

    @Test
    void aBrokenMappingIsToldWhenItIsSavedAndTheOneBeforeMapsOn() {
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of()), "delivered");
        folders.write(MAPPING, "{payload: {\n  text: (.data.name |\n}}\n");
        JsonNode problem = problem(MAPPING);
        assertThat(problem.path("line").asInt()).isEqualTo(3);
        assertThat(problem.path("column").asInt()).isPositive();
        assertThat(problem.path("message").asText()).contains("}}");
        assertThat(problem.path("running").asBoolean()).isTrue();

        folders.write(MAPPING, "# nobody has it\n{payload: {text: (.data | shouted)}}\n");
        await().atMost(SOON).untilAsserted(() -> assertThat(problem(MAPPING).path("message").asText()).contains("shouted/0 does not exist"));
        assertThat(problem(MAPPING).path("line").asInt()).isEqualTo(2);
    }

    @Test
    void aWordOfACommentReloadsNothing() {
        folders.write("routes/events/Slack.java", "package events; class Slack { static int one = 1; }");
        await().atMost(SOON).until(() -> routes.liveClass("events.Slack") != null);
        Class<?> first = routes.liveClass("events.Slack");
        Route payments = camel.getRoute("payment-events-notify");
        folders.replace(PAYMENTS, "package events;", "package events;\n// Slack, hub-ops and Deliveries are words here");
        await().atMost(SOON).until(() -> camel.getRoute("payment-events-notify") != null && camel.getRoute("payment-events-notify") != payments);
        Map<String, Route> before = routes();
        long start = System.nanoTime();

        folders.write("routes/events/Slack.java", "package events; class Slack { static int one = 2; }");
        await().atMost(SOON).until(() -> routes.liveClass("events.Slack") != first);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(routes()).allSatisfy((id, route) -> assertThat(route).as(id).isSameAs(before.get(id)));
    }

    @Test
    void whatARouteLogsIsSeenUnderItsId() {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Logger routesLog = (Logger) LoggerFactory.getLogger("routes");
        routesLog.addAppender(seen);
        try {
            folders.write(TICKS, TICK);
            await().atMost(SOON).untilAsserted(() -> assertThat(List.copyOf(seen.list)).extracting(ILoggingEvent::getLoggerName)
                    .contains("routes.ticks", "routes.ticks-of-mine"));
        } finally {
            routesLog.detachAppender(seen);
        }
    }

    @Test
    void aNewSubscriberStartsWhenItIsSavedOrFromWhereItSays() {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Logger told = (Logger) LoggerFactory.getLogger("routes");
        told.addAppender(seen);
        String old = login();
        hub.timeline(old, timeline -> true);
        folders.write(LOGINS, logins("login-tells", ""));
        folders.write(LOGINS.replace("Login", "Old"), logins("old-tells", "&since=1h").replace("LoginTells", "OldTells"));
        await().atMost(SOON).until(() -> camel.getRoute("login-tells") != null && camel.getRoute("old-tells") != null);
        String young = login();

        await().atMost(SOON).untilAsserted(() -> assertThat(told(seen, "login-tells")).contains(young));
        await().atMost(SOON).untilAsserted(() -> assertThat(told(seen, "old-tells")).contains(old, young));
        assertThat(told(seen, "login-tells")).doesNotContain(old);

        folders.write(LOGINS, logins("login-tells", "&since=yesterday"));
        assertThat(problem(LOGINS).path("message").asText()).contains("since must be");
        told.detachAppender(seen);
    }

    private static String told(ListAppender<ILoggingEvent> seen, String route) {
        return List.copyOf(seen.list).stream().filter(one -> one.getLoggerName().equals("routes." + route)).map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    private String login() {
        return hub.publish("user.login", Map.of("id", "u_1", "name", "Ana", "source", "web"));
    }

    private static String logins(String id, String more) {
        return """
                package events;
                import org.apache.camel.builder.RouteBuilder;
                public class LoginTells extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("kamelet:hub-event-source?topics=hub.events.user.login&subscriber=%1$s%2$s")
                            .routeId("%1$s").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events")
                            .log("told ${body.id} ${body.originid}");
                    }
                }
                """.formatted(id, more);
    }
}
