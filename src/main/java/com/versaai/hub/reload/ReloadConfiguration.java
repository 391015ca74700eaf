package com.versaai.hub.reload;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.engine.Subscriptions;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.reload.SourceFolders.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReloadConfiguration {

    @Bean
    SourceFolders sourceFolders(RouteSettings settings) {
        return new SourceFolders(Map.of("routes", settings.directory(), "kamelets", settings.kamelets()));
    }

    @Bean
    RouteGate routeGate() {
        return new RouteGate();
    }

    /** Not a bean of type Component: the contexts beside the hub's would find it and share it. */
    @Bean
    CamelContextCustomizer replaceableDirect() {
        return camel -> camel.addComponent("direct", new ReplaceableDirect());
    }

    /** What routes log is seen by their ids, whatever the level of the libraries. */
    @Bean
    CamelContextCustomizer routeLog() {
        return camel -> {
            camel.getGlobalOptions().put(Exchange.LOG_EIP_NAME, RouteLog.ROUTES + "${routeId}");
            camel.addComponent("log", new RouteLog());
        };
    }

    @Bean
    CamelContextCustomizer catalogKamelets(RouteSettings settings) {
        return camel -> CatalogKamelets.bind(camel.getRegistry(), camel, settings.kamelets().toString());
    }

    @Bean
    CamelContextCustomizer contractRoute() {
        return camel -> ((ModelCamelContext) camel).addModelLifecycleStrategy(new ContractRoute());
    }

    /** Camel takes the one there is. */
    @Bean
    InflightCounts inflightCounts() {
        return new InflightCounts();
    }

    @Bean
    LiveRoutes liveRoutes(SourceFolders folders, RouteSettings settings, ApplicationContext spring, CamelContext camel,
                          InflightCounts inflight, RouteGate gate, Clock clock, Manifests manifests, Mappings mappings, Subscriptions subscriptions) {
        return new LiveRoutes(folders, settings, spring, camel, inflight, gate, clock, manifests::refresh,
                () -> mappings.problems().stream().map(RouteProblem::of).toList(), new Subscribers(camel, subscriptions, clock));
    }

    @Bean
    FolderLook folderLook(SourceFolders folders, LiveRoutes routes, RouteSettings settings) {
        return new FolderLook(folders, routes, settings.reload().look());
    }

    /** Runs when Camel has started and before the hub is ready for requests. */
    @Bean
    ApplicationRunner routesStart(SourceFolders folders, LiveRoutes routes, FolderLook look, RouteSettings settings) {
        return arguments -> {
            Map<String, Stamp> before = folders.look();
            routes.start();
            if (settings.reload().enabled()) {
                look.loaded(before);
            } else {
                routes.rest(Duration.ZERO);
            }
        };
    }

    @Bean
    Stages stages(LiveRoutes routes, ApplicationContext spring, CamelContext camel) {
        return new Stages(routes, spring, camel);
    }

    @Bean
    RouteStatus routeStatus(LiveRoutes routes, Manifests manifests) {
        return new RouteStatus(routes, manifests);
    }
}
