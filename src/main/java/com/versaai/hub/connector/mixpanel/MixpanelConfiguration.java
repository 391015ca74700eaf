package com.versaai.hub.connector.mixpanel;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code mixpanel-event-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class MixpanelConfiguration {

    @Bean
    Connector mixpanelConnector() {
        return new MixpanelConnector();
    }

    @Bean
    AuthorizedCalls mixpanelAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new MixpanelAccess(secrets));
    }
}
