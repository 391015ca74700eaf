package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.ContactLookup;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ReadOnlyCalls;
import com.versaai.hub.provider.Secrets;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code pipedrive-record-sink} and {@code pipedrive-contact-lookup-action}, and the connector. */
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

    @Bean
    DescribedCalls pipedriveSearches(@Qualifier("connectorAccess") DescribedCalls connectorAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("pipedrive", connectorAccess, faultClassifier);
    }

    @Bean
    ContactLookup pipedriveContacts(Secrets secrets, FaultClassifier faultClassifier) {
        return new ContactLookup("pipedrive", new PipedriveContacts(secrets), faultClassifier);
    }
}
