package com.versaai.hub.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.apache.camel.support.PatternHelper;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Builds routes as the hub would, with its beans and settings, in a CamelContext of its own where nothing is started: endpoints,
 * options, beans, placeholders and kamelets are resolved, nobody is called and nothing is consumed.
 */
final class Rehearsal implements AutoCloseable {

    /** Port 1: should a client be started after all, it reaches nobody. */
    private static final String NO_BROKER = "127.0.0.1:1";

    private final DefaultCamelContext context;

    Rehearsal(ApplicationContext spring, CamelContext hub) throws Exception {
        this(spring, new SimpleRegistry(), hub.getRegistry());
        context.setAutoStartup(false);
        context.start();
    }

    /**
     * Not started yet.
     *
     * @param instead beans that stand in for the hub's of the same name
     * @param beans   the hub's
     */
    Rehearsal(ApplicationContext spring, SimpleRegistry instead, BeanRepository beans) {
        this.context = new DefaultCamelContext(new DefaultRegistry(instead, beans));
        CatalogKamelets.bind(instead, context, spring.getEnvironment().getProperty("hub.routes.kamelets", "kamelets"));
        context.getCamelContextExtension().setName("rehearsal");
        context.disableJMX();
        context.setSourceLocationEnabled(true);
        context.setApplicationContextClassLoader(spring.getClassLoader());
        context.getPropertiesComponent().addPropertiesSource(new Settings(spring.getEnvironment()));
        context.getGlobalEndpointConfiguration().setLazyStartProducer(true);
        KafkaComponent kafka = new KafkaComponent();
        kafka.getConfiguration().setBrokers(NO_BROKER);
        context.addComponent("kafka", kafka);
        context.getRestConfiguration().setInlineRoutes(false);
        var kamelets = context.getComponent("kamelet", org.apache.camel.component.kamelet.KameletComponent.class);
        kamelets.setNoErrorHandler(true);
        // What is given to it, else Camel's own.
        kamelets.setLocation(CatalogKamelets.LOCATION);
    }

    private record Settings(Environment environment) implements PropertiesSource {

        @Override
        public String getName() {
            return "hub";
        }

        @Override
        public String getProperty(String name) {
            return environment.getProperty(name);
        }
    }

    DefaultCamelContext context() {
        return context;
    }

    /** What other files rest on: templates and route configurations, without the routes. */
    void provide(RouteUnit unit) throws Exception {
        for (RouteBuilder builder : unit.builders(context)) {
            RouteSwap.addProvided(builder, context);
        }
    }

    /**
     * Builds the routes of a file.
     *
     * @throws Exception what Camel has to say about them
     */
    void build(RouteUnit unit) throws Exception {
        for (RouteBuilder builder : unit.builders(context)) {
            builder.configureRoutes(context);
            LatePlans.of(builder.getRouteCollection().getRoutes()).stream().findFirst().ifPresent(late -> {
                throw new UnfitRouteException(late.why(), late.step().getLineNumber());
            });
            builder.getRouteCollection().getRoutes().forEach(this::requirePolicies);
            // The routes of the other files are not here.
            builder.getRestCollection().getRests().stream().filter(rest -> rest.getOpenApi() != null)
                    .forEach(rest -> rest.getOpenApi().setMissingOperation("ignore"));
            RouteSwap.addRoutes(builder, context);
        }
    }

    /** Camel passes over a name that there is not, and the route has no error policy. */
    private void requirePolicies(RouteDefinition route) {
        if (route.getRouteConfigurationId() == null) {
            return;
        }
        for (String id : route.getRouteConfigurationId().split("\\s*,\\s*")) {
            if (context.getRouteConfigurationDefinitions().stream().noneMatch(policy -> PatternHelper.matchPattern(policy.getId(), id))) {
                throw new UnfitRouteException("route " + route.getId() + " names the error policy " + id + ", and there is none of that name: routes/ErrorPolicy.java has them",
                        route.getLineNumber());
            }
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
