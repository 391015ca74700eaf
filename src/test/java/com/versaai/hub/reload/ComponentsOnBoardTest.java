package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a Camel engineer expects on board works when it is saved; what is not names its artifact. */
class ComponentsOnBoardTest extends ReloadCase {

    private static final String FILE = "routes/ops/parts.yaml";
    private static final String OWN = "kamelets/log-action.kamelet.yaml";

    private static String route(String from, String steps) {
        return """
                - route:
                    id: parts
                    group: ops
                    description: parts
                    routeConfigurationId: hub-ops
                    from:
                      uri: "%s"
                      steps: [%s]
                """.formatted(from, steps);
    }

    @Test
    void languagesAndDataFormatsWork() {
        folders.write(FILE, route("direct:parts", "{setBody: {jsonpath: {expression: \"$.names\"}}}, {marshal: {csv: {}}}, "
                + "{setBody: {groovy: {expression: \"request.getBody(String).trim().toUpperCase()\"}}}"));
        await().atMost(SOON).until(() -> camel.getRoute("parts") != null);

        assertThat(template.requestBody("direct:parts", "{\"names\": [[\"Ada\", \"Bo\"]]}", String.class)).isEqualTo("ADA,BO");
    }

    @Test
    void sqlAsksTheHubsDatabase() {
        folders.write(FILE, route("direct:parts", "{to: {uri: \"sql:select count(*) as n from deliveries where 1 = :#${body}\", "
                + "parameters: {dataSource: \"#dataSource\", outputType: SelectOne}}}"));
        await().atMost(SOON).until(() -> camel.getRoute("parts") != null);

        assertThat(template.requestBody("direct:parts", 0, Long.class)).isZero();
    }

    /** The scheduler comes with the first route that wants one, and runs it. */
    @Test
    void quartzFires() {
        assertThat(quartz()).as("nobody has asked for it").isEmpty();
        ListAppender<ILoggingEvent> seen = appender("routes.parts");
        folders.write(FILE, route("quartz:parts?cron=0/1+*+*+*+*+?", "{log: {message: \"fired\"}}"));

        await().atMost(SOON).untilAsserted(() -> assertThat(List.copyOf(seen.list)).extracting(ILoggingEvent::getMessage).contains("fired"));
        assertThat(quartz()).isNotEmpty();
    }

    @Test
    void kameletsOfTheCatalogRunAndThoseOfTheFolderGoFirst() {
        ListAppender<ILoggingEvent> seen = appender("routes");
        folders.write(FILE, route("kamelet:timer-source?period=200&message=of-the-catalog", "{to: \"kamelet:log-action?loggerName=parts-log\"}"));
        await().atMost(SOON).untilAsserted(() -> assertThat(List.copyOf(seen.list)).anySatisfy(line -> {
            assertThat(line.getLoggerName()).contains("parts-log");
            assertThat(line.getFormattedMessage()).contains("of-the-catalog");
        }));
        assertThat(hub.get("/api/v1/routes/lint").path("findings").toString()).doesNotContain("parts.yaml", "log-action", "timer-source");

        folders.write(OWN, kamelet("of-the-folder").replace("probe-text-action", "log-action").replace("word", "loggerName")
                .replace("- setBody: {simple: ", "- log: {message: "));
        await().atMost(SOON).untilAsserted(() -> assertThat(List.copyOf(seen.list)).anySatisfy(line ->
                assertThat(line.getFormattedMessage()).contains("of-the-folder parts-log")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{to: \"aws2-s3:bucket\"}; component aws2-s3; camel-aws2-s3",
        "{marshal: {yaml: {}}}; dataformat; camel-snakeyaml",
        "{setBody: {language: {language: mvel, expression: \"1\"}}}; language mvel; camel-mvel",
        "{to: \"kamelet:aws-s3-sink?bucketNameOrArn=b&region=eu&accessKey=a&secretKey=s\"}; aws2-s3; camel-aws2-s3"})
    void whatIsNotOnBoardNamesItsArtifact(String step, String what, String artifact) {
        folders.write(FILE, route("direct:parts", step));

        assertThat(problem(FILE).path("message").asText()).contains(what, "org.apache.camel:" + artifact + ":4.17.0", "lib-extra/", "docs/routes.md");
    }

    private static List<String> quartz() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains("Quartz")).toList();
    }

    private static ListAppender<ILoggingEvent> appender(String logger) {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        ((Logger) LoggerFactory.getLogger(logger)).addAppender(seen);
        return seen;
    }
}
