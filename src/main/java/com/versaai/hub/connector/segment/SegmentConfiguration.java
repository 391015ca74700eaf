package com.versaai.hub.connector.segment;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code segment-event-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class SegmentConfiguration {

    @Bean
    Connector segmentConnector() {
        return () -> "segment";
    }

    @Bean
    AuthorizedCalls segmentAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new SegmentAccess(secrets));
    }
}
