package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dataformat.bindy.annotation.DataField;
import org.apache.camel.dataformat.bindy.annotation.FixedLengthRecord;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.BindyType;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class StageLanguagesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    private Path folder;

    @BeforeEach
    void stage() {
        context.disableJMX();
        StageComponents.only(context, (address, message) -> { }, Map.of());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** All that is packaged, by Camel's own list of them; one that is added later is in it. */
    private static Set<String> shipped(String what) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Resource one : new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/services/org/apache/camel/" + what + "/*")) {
            names.add(one.getFilename());
        }
        return names;
    }

    @Test
    void aShippedLanguageIsOneThatComputesOrIsNotSpoken() throws IOException {
        Set<String> languages = shipped("language");
        assertThat(languages).contains("groovy", "spel").containsAll(StageLanguages.COMPUTING);
        languages.removeAll(StageLanguages.COMPUTING);
        for (String name : languages) {
            assertThatThrownBy(() -> context.resolveLanguage(name).createExpression("1").evaluate(new DefaultExchange(context), Object.class)).as(name)
                    .isInstanceOf(NotOnAStageException.class).hasMessageContaining(name);
            assertThatThrownBy(() -> context.resolveLanguage(name).createPredicate("true").matches(new DefaultExchange(context))).as(name)
                    .isInstanceOf(NotOnAStageException.class);
        }
    }

    @Test
    void aShippedDataFormatIsOneThatComputes() throws IOException {
        assertThat(shipped("dataformat")).contains("csv", "bindyCsv").as("list it if it only computes").isEqualTo(StageLanguages.COMPUTING_FORMATS);
    }

    @Test
    void aScriptIsNotRunWhereverItStands() throws Exception {
        Path written = folder.resolve("written");
        String script = "new File('" + written + "').text = 'x'; true";
        int step = 0;
        for (String route : new String[] {"setBody: {groovy: {expression: \"%s\"}}", "script: {groovy: {expression: \"%s\"}}",
            "filter: {groovy: {expression: \"%s\"}, steps: [{log: x}]}", "setBody: {language: {language: groovy, expression: \"%s\"}}",
            "setBody: {simple: \"${groovy(%s)}\"}", "setBody: {language: {language: spel, expression: \"#{new java.io.FileWriter('" + written + "').close()}\"}}"}) {
            String from = "direct:s" + step++;
            try {
                PluginHelper.load(context, "- from: {uri: \"" + from + "\", steps: [{" + route.formatted(script) + "}]}");
                context.createProducerTemplate().requestBody(from, "e");
            } catch (Exception refused) {
                assertThat(refused).as(route).hasStackTraceContaining(route.contains("simple") ? "groovy" : "is not run for show");
            }
            assertThat(written).as(route).doesNotExist();
        }
        assertThat(step).isEqualTo(6);
    }

    @Test
    void whatOnlyComputesIsDone() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:event").setBody().jsonpath("$.names").marshal().csv();
            }
        });
        assertThat(context.createProducerTemplate().requestBody("direct:event", "{\"names\": [[\"Ada\", \"Bo\"]]}", String.class)).isEqualToIgnoringNewLines("Ada,Bo\r\n");
    }

    @FixedLengthRecord
    public static final class Line {
        @DataField(pos = 1, length = 5)
        public String name = "Ada";
    }

    /** ICU, which bindy wants for one option, is left out. */
    @Test
    void recordsOfFixedLengthAreDone() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fixed").marshal().bindy(BindyType.Fixed, Line.class);
                from("direct:back").unmarshal().bindy(BindyType.Fixed, Line.class);
            }
        });
        String text = context.createProducerTemplate().requestBody("direct:fixed", new Line(), String.class);
        assertThat(text).startsWith("  Ada");
        assertThat(((Line) context.createProducerTemplate().requestBody("direct:back", text)).name.strip()).isEqualTo("Ada");
    }

    @Test
    void aTextIsNotFetchedFromAnotherMachine() throws Exception {
        Files.writeString(folder.resolve("text.txt"), "of a file");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(300);
            for (String scheme : new String[] {"http", "https", "bean"}) {
                assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:" + scheme).setBody().simple("resource:" + scheme + "://localhost:" + server.getLocalPort() + "/x");
                    }
                })).hasRootCauseInstanceOf(NotOnAStageException.class);
            }
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:file").setBody().simple("resource:file:" + folder.resolve("text.txt"));
            }
        });
        assertThat(context.createProducerTemplate().requestBody("direct:file", "")).isEqualTo("of a file");
    }

    @Test
    void aKameletsOwnBeansAreNotMade() throws Exception {
        Path written = folder.resolve("written");
        PluginHelper.load(context, """
                - routeTemplate:
                    id: maker
                    beans:
                      - name: made
                        type: "#class:java.io.FileOutputStream"
                        constructors: {0: "%s"}
                    from: {uri: "kamelet:source", steps: [{to: "file:x?bean=#bean:{{?made}}"}]}
                - from: {uri: "direct:make", steps: [{to: "kamelet:maker"}]}
                """.formatted(written));
        context.createProducerTemplate().requestBody("direct:make", "e");
        assertThat(written).doesNotExist();
    }

    private static final class PluginHelper {
        private static void load(DefaultCamelContext context, String yaml) throws Exception {
            org.apache.camel.support.PluginHelper.getRoutesLoader(context).loadRoutes(org.apache.camel.support.ResourceHelper.fromString("x.yaml", yaml));
        }
    }
}
