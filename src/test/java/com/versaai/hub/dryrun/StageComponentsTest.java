package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class StageComponentsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> taken = new ArrayList<>();

    @BeforeEach
    void stage() {
        context.disableJMX();
        context.addComponent("seda", new org.apache.camel.component.seda.SedaComponent());
        StageComponents.only(context, (address, message) -> taken.add(address + " <- " + message.getBody()), Map.of());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** All that is packaged, by Camel's own list of them; a component that is added later is in it. */
    private static Set<String> shipped() throws IOException {
        Set<String> schemes = new TreeSet<>();
        for (Resource component : new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/services/org/apache/camel/component/*")) {
            schemes.add(component.getFilename());
        }
        return schemes;
    }

    @Test
    void whatIsSentToAnyShippedComponentStaysHere() throws Exception {
        Set<String> schemes = shipped();
        assertThat(schemes).contains("file", "seda", "http", "kafka", "smtp", "log", "controlbus", "timer").hasSizeGreaterThan(30);
        schemes.removeAll(StageComponents.COMPUTING);
        // Its libraries are left out, it is here for its gRPC classes: who names it is told so, and nothing else is harmed.
        assertThat(schemes.remove("salesforce")).isTrue();
        assertThatThrownBy(() -> context.getEndpoint("salesforce:upsertSObject")).hasStackTraceContaining("component salesforce is not complete here");
        for (String scheme : schemes) {
            context.createProducerTemplate().sendBody(scheme + ":somewhere?some=option", "for " + scheme);
            assertThat(taken).as(scheme).last().isEqualTo(scheme + ":somewhere <- for " + scheme);
        }
        assertThat(taken).hasSameSizeAs(schemes);
    }

    /** One that somebody adds next year is nowhere named. */
    @Test
    void alsoToOneThatNobodyHasNamed() {
        context.getRegistry().bind("of-next-year", new StubComponent());
        context.createProducerTemplate().sendBody("of-next-year:x", "hello");
        assertThat(taken).containsExactly("of-next-year:x <- hello");
    }

    @Test
    void whatIsNoComponentIsTold() {
        assertThatThrownBy(() -> context.createProducerTemplate().sendBody("no-such:x", "hello")).hasStackTraceContaining("no-such");
        assertThat(taken).isEmpty();
    }

    @Test
    void aRouteThatWritesAFileWritesNone(@TempDir Path folder) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:event").to("file:" + folder + "?fileName=out.txt").toD("file:" + folder + "?fileName=${body}.txt").to("seda:queue");
            }
        });
        context.createProducerTemplate().sendBody("direct:event", "dynamic");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        assertThat(taken).hasSize(3).last().isEqualTo("seda:queue <- dynamic");
    }

    @Test
    void nothingIsReadEither(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "content");
        assertThatThrownBy(() -> context.createConsumerTemplate().receiveBody("file:" + folder + "?noop=true", 100)).hasStackTraceContaining("nothing is consumed");
        assertThat(context.getCamelContextExtension().getContextPlugin(ComponentResolver.class)).isInstanceOf(StageComponents.class);
    }
}
