package com.versaai.hub.delivery.destination;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.engine.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DestinationConfiguration {

    @Bean
    Destinations destinations(DeliveryProperties settings, Manifests manifests, Topics topics) {
        return new Destinations(settings, manifests, topics::createDeliveries);
    }
}
