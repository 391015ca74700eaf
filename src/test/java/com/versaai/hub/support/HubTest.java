package com.versaai.hub.support;

import com.versaai.hub.HubApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole hub: the files in {@code routes/} and {@code kamelets/}, the embedded Kafka, H2 and the simulators over HTTP.
 * One context serves every class that says no more than this; {@link Hub} is the way to talk to it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = HubApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        // Spring Boot turns it off for tests, since contexts would clash: a context of one class only turns it off again.
        properties = "spring.jmx.enabled=true")
@ContextConfiguration(initializers = HubTestEnvironment.class)
@ActiveProfiles("sandbox")
@AutoConfigureObservability
@Import(Hub.class)
public @interface HubTest {
}
