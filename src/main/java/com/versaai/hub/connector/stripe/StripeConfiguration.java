package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.ApiKeyAccess;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code stripe-object-action}, and the connector. */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    @Bean
    Connector stripeConnector() {
        return () -> "stripe";
    }

    /** A restricted key with read access to the objects of thin events is enough. */
    @Bean
    AuthorizedCalls stripeAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new ApiKeyAccess(secrets));
    }
}
