package com.versaai.hub.engine;

import java.beans.PropertyDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.springboot.KafkaComponentConfiguration;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

/**
 * Settings of the admin client, made of {@code camel.component.kafka.*}: it logs in to Kafka as the routes do, with TLS,
 * SASL and every additional property. Camel itself makes no admin client, so its settings are turned into Kafka's by way
 * of its producer's.
 */
final class AdminSettings {

    private AdminSettings() {
    }

    static Map<String, Object> of(Brokers brokers, KafkaComponentConfiguration clients) {
        Map<String, Object> settings = new HashMap<>();
        camel(clients).createProducerProperties().forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name.toString()) || isOfHandler(name.toString())) {
                settings.put(name.toString(), value);
            }
        });
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.address());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "hub-admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        return settings;
    }

    /** Settings of a consumer as the routes have them. */
    static Properties ofConsumers(Brokers brokers, KafkaComponentConfiguration clients) {
        Properties settings = camel(clients).createConsumerProperties();
        settings.values().removeIf(Objects::isNull);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.address());
        return settings;
    }

    /** Login handlers of cloud providers read settings of their own. */
    private static boolean isOfHandler(String name) {
        return name.startsWith("sasl.") || name.startsWith("ssl.");
    }

    private static KafkaConfiguration camel(KafkaComponentConfiguration clients) {
        BeanWrapper from = new BeanWrapperImpl(clients);
        KafkaConfiguration configuration = new KafkaConfiguration();
        BeanWrapper to = new BeanWrapperImpl(configuration);
        for (PropertyDescriptor property : to.getPropertyDescriptors()) {
            String name = property.getName();
            if (to.isWritableProperty(name) && from.isReadableProperty(name) && from.getPropertyValue(name) != null) {
                to.setPropertyValue(name, from.getPropertyValue(name));
            }
        }
        return configuration;
    }
}
