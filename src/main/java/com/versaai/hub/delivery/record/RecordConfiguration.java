package com.versaai.hub.delivery.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.storage.DatabaseFile;
import com.versaai.hub.storage.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    @Bean(destroyMethod = "close")
    GroupCommit groupCommit(DataSource dataSource, DeliveryProperties settings) {
        return new GroupCommit(dataSource, settings.outage());
    }

    @Bean
    DeliveryRepository deliveryRepository(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        return new DeliveryRepository(jdbc, commits, clock);
    }

    @Bean
    AppliedStates appliedStates(JdbcTemplate jdbc, Clock clock) {
        return new AppliedStates(jdbc, clock);
    }

    @Bean
    DeliveryQueries deliveries(JdbcTemplate jdbc) {
        return new DeliveryQueries(jdbc);
    }

    @Bean
    EventPublisher eventPublisher(ReplayPublisher publisher, Topics topics, ObjectMapper json, MeterRegistry meters) {
        return event -> {
            String topic = topics.ofEvent(event.type());
            publisher.publish(topic, event.subject(), Map.of(), json.writeValueAsBytes(event));
            meters.counter("hub.events.published", "topic", topic).increment();
        };
    }

    @Bean
    Retention retention(DeliveryProperties settings, DatabaseSettings limits, DatabaseFile file, JdbcTemplate jdbc, Clock clock) {
        return new Retention(settings, limits, file::rows, jdbc, clock);
    }

    @Bean
    ReplayPublisher replayPublisher(ProducerTemplate template) {
        return (topic, key, headers, value) -> {
            Map<String, Object> all = new HashMap<>(headers);
            all.put(KafkaConstants.KEY, key);
            template.sendBodyAndHeaders("kafka:" + topic, value, all);
        };
    }
}
