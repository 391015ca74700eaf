package com.versaai.hub.connector.amplitude;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code amplitude-event-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class AmplitudeConfiguration {

    @Bean
    Connector amplitudeConnector() {
        return new AmplitudeConnector();
    }

    @Bean
    AmplitudeCalls amplitudeAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AmplitudeCalls(boundedAnswers, secrets);
    }
}
