package com.versaai.hub.engine;

import com.versaai.hub.delivery.DeliveryProperties;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "hub.bus.embedded.enabled", matchIfMissing = true)
    EmbeddedKafka embeddedKafka(BusProperties settings) {
        return EmbeddedKafka.start(settings.embedded());
    }

    @Bean
    Brokers brokers(BusProperties settings, ObjectProvider<EmbeddedKafka> embedded) {
        EmbeddedKafka here = embedded.getIfAvailable();
        String address = here == null ? settings.brokers() : here.brokers();
        if (address == null || address.isBlank()) {
            throw new IllegalStateException("hub.bus.brokers is empty and the embedded broker is off: say where Kafka is");
        }
        return new Brokers(address);
    }

    @Bean(destroyMethod = "close")
    Admin kafkaAdmin(Brokers brokers) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.address(),
                CommonClientConfigs.CLIENT_ID_CONFIG, "hub-admin",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"));
    }

    @Bean
    Topics topics(BusProperties settings, DeliveryProperties deliveries, Admin admin) {
        Topics topics = new Topics(settings);
        topics.create(admin, deliveries.destinations().keySet());
        if (settings.embedded().enabled()) {
            LeftMembers.remove(admin);
        }
        return topics;
    }

    @Bean
    Backlog backlog(Admin admin) {
        return new Backlog(admin);
    }

    @Bean
    Acknowledge acknowledge() {
        return new Acknowledge();
    }

    /** Asks for the topics, so that no consumer starts before they exist. */
    @Bean
    ComponentCustomizer kafkaCustomizer(Brokers brokers, Topics topics) {
        AcknowledgedOffsets acknowledged = new AcknowledgedOffsets();
        return ComponentCustomizer.forType(KafkaComponent.class, kafka -> {
            kafka.getConfiguration().setBrokers(brokers.address());
            kafka.setKafkaManualCommitFactory(acknowledged);
        });
    }
}
