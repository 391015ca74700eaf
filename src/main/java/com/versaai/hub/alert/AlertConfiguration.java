package com.versaai.hub.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.engine.Positions;
import com.versaai.hub.engine.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of alerts; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    @Bean
    WaitingRecords waitingRecords(Positions positions, EventPublisher events, BusProperties bus, Clock clock) {
        return new WaitingRecords(positions::ages, events, bus.retention(), clock);
    }

    @Bean
    AlertNotices alertNotices(Clock clock) {
        return new AlertNotices(clock);
    }

    @Bean
    AlertGroups alertGroups(AlertSettings settings, DataSource database, @Value("${hub.public-url:}") String publicUrl, Topics topics,
                            ObjectMapper json, ClockWatch clock, MeterRegistry meters) {
        return new AlertGroups(settings, new AlertLedger(database), new AlertLinks(publicUrl), topics, json, clock, meters);
    }
}
