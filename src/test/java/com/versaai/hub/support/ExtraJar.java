package com.versaai.hub.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar as somebody would add it to the hub: Camel component {@code acme:}, which answers what it got. Made by the JDK's compiler. */
public final class ExtraJar {

    private static final String COMPONENT = """
            package acme;

            import java.util.Map;
            import org.apache.camel.Endpoint;
            import org.apache.camel.support.DefaultComponent;
            import org.apache.camel.support.ProcessorEndpoint;

            public class AcmeComponent extends DefaultComponent {
                public static final String GOT = "acme got ";

                @Override
                protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                    return new ProcessorEndpoint(uri, this, exchange -> exchange.getMessage().setBody(GOT + exchange.getMessage().getBody(String.class)));
                }
            }
            """;

    private ExtraJar() {
    }

    public static void in(Path folder) throws IOException {
        Path work = Files.createTempDirectory("acme");
        Path source = Files.createDirectories(work.resolve("acme")).resolve("AcmeComponent.java");
        Files.writeString(source, COMPONENT);
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", work.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(failed).as("compiler").isZero();
        Files.createDirectories(folder);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("acme-1.0.jar"))); Stream<Path> files = Files.walk(work)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry(work.relativize(file).toString().replace('\\', '/')));
                jar.write(Files.readAllBytes(file));
            }
            jar.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/component/acme"));
            jar.write("class=acme.AcmeComponent\n".getBytes());
        }
    }
}
