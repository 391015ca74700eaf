package com.versaai.hub.lint;

import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.reload.RouteSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bean {@code routesLint}. */
@Configuration(proxyBeanMethods = false)
class LintConfiguration {

    @Bean
    RoutesLint routesLint(CamelContext context, RouteSettings settings, Topics topics, Destinations destinations,
                          @Value("${hub.connectors.location:routes/connectors}") String connectors) {
        return new RoutesLint(context, new SubjectReader(settings.directory(), settings.kamelets(), () -> {
            Map<String, Names.Destination> known = new TreeMap<>();
            destinations.all().forEach((name, destination) ->
                    known.put(name, new Names.Destination(destination.kind(), destination.connector(), destination::mappingOf)));
            return new Names(topics.eventTypes(), known, Path.of(connectors));
        }));
    }
}
