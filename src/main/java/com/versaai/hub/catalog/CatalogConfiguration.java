package com.versaai.hub.catalog;

import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.reload.RouteStatus;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bean {@code hubCatalog}. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    @Bean
    HubCatalog hubCatalog(CamelContext context, Topics topics, Destinations destinations,
                          @Value("${hub.connectors.location}") String connectors, RouteStatus routes,
                          ConfigurableListableBeanFactory beans) {
        return new HubCatalog((ModelCamelContext) context, topics, destinations, Path.of(connectors), routes::getFiles,
                () -> PublishingBeans.of(beans));
    }
}
