package com.versaai.hub.catalog;

import com.versaai.hub.delivery.DeliveryProperties;
import com.versaai.hub.engine.BusProperties;
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
    HubCatalog hubCatalog(CamelContext context, BusProperties bus, Topics topics, DeliveryProperties delivery,
                          @Value("${hub.mappings.location}") String mappings, RouteStatus routes,
                          ConfigurableListableBeanFactory beans) {
        return new HubCatalog((ModelCamelContext) context, bus, topics, delivery, Path.of(mappings), routes::getFiles,
                () -> PublishingBeans.of(beans));
    }
}
