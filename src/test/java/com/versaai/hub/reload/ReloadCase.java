package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A hub over folders of its own, with a route and a kamelet to be edited. */
@HubTest
@DirtiesContext
abstract class ReloadCase {

    static final String PROBE = "routes/events/Probe.java";
    static final String KAMELET = "kamelets/probe-text-action.kamelet.yaml";
    static final String PAYMENTS = "routes/events/PaymentEvents.java";
    static final Duration SOON = Duration.ofSeconds(20);

    static Folders folders;
    @TempDir
    private static Path root;

    @Autowired
    Hub hub;
    @Autowired
    CamelContext camel;
    @Autowired
    ProducerTemplate template;
    @Autowired
    LiveRoutes routes;
    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void copy(DynamicPropertyRegistry registry) {
        folders = new Folders(root);
        registry.add("hub.routes.directory", () -> root.resolve("routes").toString());
        registry.add("hub.routes.kamelets", () -> root.resolve("kamelets").toString());
        registry.add("spring.jmx.enabled", () -> "false");
    }

    @AfterEach
    void restore() {
        folders.restore();
        routes.reload();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(problems()).isEmpty();
            assertThat(camel.getRoute("probe")).isNull();
        });
        assertThat(camel.getRoutes().stream().filter(route -> !camel.getRouteController().getRouteStatus(route.getRouteId()).isStarted()))
                .as("routes that do not run").isEmpty();
    }

    static String kamelet(String says) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: probe-text-action
                  annotations: {camel.apache.org/provider: "VersaAI integration hub", camel.apache.org/kamelet.group: "Hub"}
                  labels: {camel.apache.org/kamelet.type: "action"}
                spec:
                  definition:
                    title: Probe
                    description: Says something.
                    required: [word]
                    type: object
                    properties:
                      word: {title: Word, description: A word., type: string}
                  dependencies: ["camel:kamelet", "camel:core"]
                  template:
                    from:
                      uri: "kamelet:source"
                      steps:
                        - setBody: {simple: "%s {{word}}"}
                """.formatted(says);
    }

    static String probe(String body) {
        return """
                package events;

                import org.apache.camel.builder.RouteBuilder;

                public class Probe extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("direct:probe").routeId("probe").routeGroup("test").routeDescription("test").setBody(constant("%s"));
                    }
                }
                """.formatted(body);
    }

    String ask() {
        return camel.getRoute("probe") == null ? null : template.requestBody("direct:probe", "", String.class);
    }

    JsonNode problems() {
        return hub.get("/api/v1/routes/problems").path("problems");
    }

    JsonNode problem(String file) {
        await(file).atMost(SOON).until(() -> problems().findValuesAsText("file").contains(file));
        for (JsonNode problem : problems()) {
            if (problem.path("file").asText().equals(file)) {
                return problem;
            }
        }
        throw new AssertionError("the problem of " + file + " went away");
    }

    Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        camel.getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).forEach(route -> routes.put(route.getRouteId(), route));
        return routes;
    }

    /** The consumer takes no more and the route is still there. */
    boolean takesNoMore() {
        Route probe = camel.getRoute("probe");
        return probe != null && !ServiceHelper.isStarted(probe.getConsumer());
    }

    String routeText(String id) {
        return String.valueOf(((ModelCamelContext) camel).getRouteDefinition(id));
    }
}
