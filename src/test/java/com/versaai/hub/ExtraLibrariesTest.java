package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.support.ExtraJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraLibrariesTest {

    private static final ClassLoader OWN = ExtraLibrariesTest.class.getClassLoader();

    @TempDir
    private Path folder;

    @Test
    void withoutJarsThereIsNoLoaderEither() throws IOException {
        assertThat(ExtraLibraries.loader(folder, OWN)).isSameAs(OWN);
        assertThat(ExtraLibraries.loader(folder.resolve("none"), OWN)).isSameAs(OWN);
        Files.writeString(folder.resolve("README.txt"), "jars go here");
        assertThat(ExtraLibraries.loader(folder, OWN)).isSameAs(OWN);
    }

    @Test
    void aComponentOfAJarIsFoundByCamel() throws Exception {
        ExtraJar.in(folder);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.setApplicationContextClassLoader(ExtraLibraries.loader(folder, OWN));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").to("acme:x");
                }
            });
            context.start();
            assertThat(context.createProducerTemplate().requestBody("direct:a", "hello")).isEqualTo("acme got hello");
        }
        assertThatThrownBy(() -> new DefaultCamelContext().getEndpoint("acme:x")).hasMessageContaining("acme");
    }

    @Test
    void whatTheHubHasGoesFirst() throws Exception {
        ExtraJar.in(folder);
        ClassLoader loader = ExtraLibraries.loader(folder, OWN);
        assertThat(loader.loadClass(DefaultCamelContext.class.getName())).isSameAs(DefaultCamelContext.class);
        assertThat(loader.loadClass("acme.AcmeComponent").getClassLoader()).isSameAs(loader);
    }
}
