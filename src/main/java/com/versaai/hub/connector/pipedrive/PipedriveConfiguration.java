package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean of {@code pipedrive-record-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class PipedriveConfiguration {

    @Bean
    Connector pipedriveConnector() {
        return new PipedriveConnector();
    }

    @Bean
    PipedriveRecords pipedriveRecords(Secrets secrets, FaultClassifier faultClassifier) {
        return new PipedriveRecords(secrets, faultClassifier);
    }
}
