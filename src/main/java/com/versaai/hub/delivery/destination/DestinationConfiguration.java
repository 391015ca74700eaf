package com.versaai.hub.delivery.destination;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.engine.Topics;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DestinationConfiguration {

    @Bean
    Destinations destinations(DeliveryProperties settings, Manifests manifests, Topics topics, Environment environment) {
        return new Destinations(settings, manifests, topics::createDeliveries, property -> isSet(environment, property));
    }

    /** Also where the property is a map, as of Slack's webhooks. */
    private static boolean isSet(Environment environment, String property) {
        String value = environment.getProperty(property);
        return value != null ? !value.isBlank()
                : Binder.get(environment).bind(property, Bindable.mapOf(String.class, String.class)).map(values -> !values.isEmpty()).orElse(false);
    }
}
