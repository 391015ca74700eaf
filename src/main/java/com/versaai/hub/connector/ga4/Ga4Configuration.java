package com.versaai.hub.connector.ga4;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code ga4-event-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class Ga4Configuration {

    @Bean
    Connector ga4Connector() {
        return () -> "ga4";
    }

    @Bean
    AuthorizedCalls ga4Access(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new Ga4Access(secrets));
    }
}
