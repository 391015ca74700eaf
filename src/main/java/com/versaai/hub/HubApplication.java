package com.versaai.hub;

import com.versaai.hub.engine.BrokerStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.core.io.DefaultResourceLoader;

/** The integration hub: one Spring Boot application, every flow an Apache Camel route in {@code routes/}. */
// Would start a scheduler for nobody: camel-quartz makes its own, for the first route that names it.
@SpringBootApplication(exclude = QuartzAutoConfiguration.class)
@ConfigurationPropertiesScan
public class HubApplication {

    public static void main(String[] args) {
        // hub.database.file may be relative, as hub.bus.embedded.data-dir may; H2 refuses "data/hub" otherwise, with a stack trace.
        System.setProperty("h2.implicitRelativePath", "true");
        ClassLoader classes = withExtraLibraries();
        SpringApplication hub = new SpringApplication(HubApplication.class) {
            /** Spring's own way brings up Groovy where it finds it, three hundred classes, for bean definitions in Groovy. */
            @Override
            protected void load(ApplicationContext context, Object[] sources) {
                new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) context).register(HubApplication.class);
            }
        };
        // Not by a resource loader of the application's: it would look for the web's "/" among classes.
        hub.addInitializers(new BrokerStart(), context -> ((DefaultResourceLoader) context).setClassLoader(classes));
        try {
            hub.run(args);
        } catch (RuntimeException e) {
            // Spring has said why. Threads of what had started already, the broker's above all, would keep the process alive.
            System.exit(1);
        }
    }

    /** Of this thread from now on, and by that of those it starts: where there are none, the JVM's own. */
    private static ClassLoader withExtraLibraries() {
        Path folder = ExtraLibraries.folder();
        ClassLoader own = HubApplication.class.getClassLoader();
        try {
            ClassLoader loader = ExtraLibraries.loader(folder, own);
            if (loader != own) {
                Thread.currentThread().setContextClassLoader(loader);
            }
            return loader;
        } catch (IOException e) {
            System.err.println("The jars in " + folder + " cannot be read: " + e + ". Let the hub read the folder, or take it away.");
            System.exit(1);
            throw new UncheckedIOException(e);
        }
    }
}
