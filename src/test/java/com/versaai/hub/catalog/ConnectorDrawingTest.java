package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.catalog.Catalog.Kamelet;
import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connectors are drawn that a newcomer writes: the README's by hand, and the one of {@code bin/hub new-connector}. */
class ConnectorDrawingTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    @Test
    void anAddressThatASettingHoldsIsNoRoute() throws Exception {
        // As the README had it once.
        isDrawn("""
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: intercom-event-sink}
                spec:
                  definition:
                    properties:
                      baseUrl: {type: string, default: "{{hub.provider.intercom.base-url}}"}
                  template:
                    from:
                      uri: "kamelet:source"
                      steps:
                        - removeHeaders: {pattern: "*"}
                        - to: {uri: "{{baseUrl}}/events", parameters: {httpMethod: POST, skipResponseHeaders: true}}
                """);
    }

    @Test
    void soDoesWhatNewConnectorWrites() throws Exception {
        String kamelet = Files.readString(Path.of("bin/connector/kamelet.yaml"));
        isDrawn(kamelet.replace("<<provider>>", "intercom").replace("<<thing>>", "event").replace("<<path>>", "/events").replaceAll("<<\\w+>>", "X"));
    }

    @Test
    void withoutItsSettingItIsDrawnToo() throws Exception {
        isDrawn("""
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: intercom-event-sink}
                spec:
                  definition:
                    required: [base]
                    properties:
                      base: {type: string}
                  template: {from: {uri: "kamelet:source", steps: [{to: "{{base}}/events"}]}}
                """);
    }

    /** Queue, delivery, attempt and the call as in routes/delivery, with nothing that a picture doesn't show. */
    private void isDrawn(String kamelet) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("hub.provider.intercom.base-url", "http://localhost:8089/intercom");
        context.getPropertiesComponent().setInitialProperties(settings);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("intercom-event-sink.kamelet.yaml", kamelet));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("attempt").templateParameter("call").from("direct:intercom-attempt").to("{{call}}");
                from("kafka:hub.deliveries.intercom").routeId("intercom-deliver").autoStartup(false).to("direct:intercom-attempt");
            }
        });
        context.addRouteFromTemplate("intercom-attempt", "attempt", Map.of("call", "kamelet:intercom-event-sink"));
        RunningRoutes running = RunningRoutes.of(context);
        List<Route> routes = running.routes(List.of(), plan -> List.of(), Map.of());
        assertThat(routes).filteredOn(route -> route.id().equals("intercom-attempt")).singleElement()
                .returns(List.of(), Route::produces).returns(List.of("intercom-event-sink"), Route::kamelets);
        List<Kamelet> kamelets = Stream.of("intercom-event-sink").map(name -> new Kamelet(name, "sink", null, null, running.outward(name), List.of(),
                List.of("intercom-attempt"), List.of())).toList();
        FlowGraph graph = FlowGraph.of(new Catalog(routes, kamelets, List.of(), List.of(), List.of(), List.of()));
        assertThat(graph.nodes()).extracting(Node::id).contains("kamelet:intercom-event-sink").noneMatch(id -> id.contains("http"));
        assertThat(graph.edges()).contains(new Edge("topic:hub.deliveries.intercom", "route:intercom-deliver", false),
                new Edge("route:intercom-deliver", "route:intercom-attempt", false),
                new Edge("route:intercom-attempt", "kamelet:intercom-event-sink", false));
    }
}
