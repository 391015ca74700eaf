package com.versaai.hub.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A small hub to lint: folders of its own, routes that never start (so nothing is there to stop), and the five kinds of the error policy. */
final class Workbench {

    /** A kamelet without a fault. */
    static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: acme-order-sink
              annotations: {camel.apache.org/provider: "Hub", camel.apache.org/kamelet.group: "Acme"}
              labels: {camel.apache.org/kamelet.type: "sink"}
            spec:
              definition:
                title: Acme Order Sink
                description: Sends one order.
                type: object
                required: [account]
                properties:
                  account: {title: Account, description: The settings to use., type: string, pattern: "^[a-z]+$"}
                  timeout: {title: Timeout, description: Milliseconds., type: integer, default: 2000}
              dependencies: ["camel:http", "camel:kamelet"]
              template:
                from:
                  uri: "kamelet:source"
                  steps:
                    - removeHeaders: {pattern: "Camel*"}
                    - to:
                        uri: "https://{{account}}/orders"
                        parameters:
                          httpMethod: POST
                          responseTimeout: "{{timeout}}"
            """;

    static final String SOURCE = kamelet("hub-event-source", "source", "[topics, subscriber]", """
            topics: {title: Topics, description: Topics., type: string}
                  subscriber: {title: Subscriber, description: Route id., type: string}""", """
            from:
                  uri: "kafka:{{topics}}"
                  parameters:
                    groupId: "hub.{{subscriber}}"
                  steps:
                    - to: "kamelet:sink"
            """, "\"camel:kafka\", \"camel:kamelet\"");

    static final String DELIVERY = kamelet("hub-delivery-sink", "sink", "[to, action]", """
            to: {title: To, description: Whereto., type: string}
                  action: {title: Action, description: What., type: string}""", """
            from:
                  uri: "kamelet:source"
                  steps:
                    - bean: {ref: deliveryPlan, method: "add('{{to}}', '{{action}}')"}
            """, "\"camel:kamelet\"");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Path folder;
    private final Map<String, Names.Destination> destinations = new TreeMap<>();

    Workbench(Path folder) {
        this.folder = folder;
        context.setSourceLocationEnabled(true);
        context.getRegistry().bind("deliveryPlan", new Object());
        try {
            context.addRoutesConfigurations(new Kinds());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        file("kamelets/hub-event-source.kamelet.yaml", SOURCE);
        file("kamelets/hub-delivery-sink.kamelet.yaml", DELIVERY);
    }

    private static final class Kinds extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            for (String kind : List.of("hub-request", "hub-map", "hub-events", "hub-delivery", "hub-ops")) {
                routeConfiguration(kind).onException(Exception.class).handled(true).to("direct:told-by-policy-of-" + kind).end();
            }
        }
    }

    private static String kamelet(String name, String kind, String required, String properties, String template, String dependencies) {
        return """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: %s
              annotations: {camel.apache.org/provider: "Hub", camel.apache.org/kamelet.group: "Hub"}
              labels: {camel.apache.org/kamelet.type: "%s"}
            spec:
              definition:
                title: T
                description: D
                type: object
                required: %s
                properties:
                  %s
              dependencies: [%s]
              template:
                %s""".formatted(name, kind, required, properties, dependencies, template);
    }

    Workbench policies(Consumer<RouteConfigurationBuilder> policies) throws Exception {
        context.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                policies.accept(this);
            }
        });
        return this;
    }

    Workbench file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workbench property(String name, String value) {
        context.getPropertiesComponent().addInitialProperty(name, value);
        return this;
    }

    Workbench bean(String name) {
        context.getRegistry().bind(name, new Object());
        return this;
    }

    Workbench destination(String name, String kind) {
        destinations.put(name, new Names.Destination(kind, name, action -> action));
        return this;
    }

    Workbench routes(Consumer<RouteBuilder> routes) {
        try {
            RouteBuilder builder = new RouteBuilder() {
                @Override
                public void configure() {
                    routes.accept(this);
                }
            };
            context.addRoutes(builder);
            builder.addTemplatedRoutesToCamelContext(context);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What one rule says. */
    List<Finding> findings(String rule) {
        return lint().findings().stream().filter(finding -> finding.rule().equals(rule)).toList();
    }

    Report lint() {
        Names names = new Names(Set.of("user.registered", "payment.processed"), destinations, folder.resolve("routes/connectors"));
        return new RoutesLint(context, new SubjectReader(folder.resolve("routes"), folder.resolve("kamelets"), () -> names)).lintRoutes();
    }}
