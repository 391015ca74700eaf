package com.versaai.hub.lint;

import com.versaai.hub.delivery.DeliveryProperties;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.reload.RouteSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bean {@code routesLint}. */
@Configuration(proxyBeanMethods = false)
class LintConfiguration {

    @Bean
    RoutesLint routesLint(CamelContext context, RouteSettings settings, BusProperties bus, DeliveryProperties deliveries,
                          @Value("${hub.mappings.location:routes/mappings}") String mappings) {
        Map<String, String> destinations = new TreeMap<>();
        deliveries.destinations().forEach((name, destination) -> destinations.put(name, destination.kind()));
        Names names = new Names(Set.copyOf(bus.eventTypes()), destinations, Path.of(mappings));
        return new RoutesLint(context, new SubjectReader(settings.directory(), settings.kamelets(), names));
    }
}
