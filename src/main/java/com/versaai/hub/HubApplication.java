package com.versaai.hub;

import com.versaai.hub.engine.BrokerStart;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The integration hub: one Spring Boot application, every flow an Apache Camel route in {@code routes/}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HubApplication {

    public static void main(String[] args) {
        // hub.database.file may be relative, as hub.bus.embedded.data-dir may; H2 refuses "data/hub" otherwise, with a stack trace.
        System.setProperty("h2.implicitRelativePath", "true");
        SpringApplication hub = new SpringApplication(HubApplication.class);
        hub.addInitializers(new BrokerStart());
        try {
            hub.run(args);
        } catch (RuntimeException e) {
            // Spring has said why. Threads of what had started already, the broker's above all, would keep the process alive.
            System.exit(1);
        }
    }
}
