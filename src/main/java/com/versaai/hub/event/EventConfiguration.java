package com.versaai.hub.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    EventRecords eventRecords(ObjectMapper json, Topics topics, MeterRegistry meters) {
        return new EventRecords(json, topics, meters);
    }
}
