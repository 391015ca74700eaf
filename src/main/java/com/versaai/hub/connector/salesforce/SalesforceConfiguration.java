package com.versaai.hub.connector.salesforce;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code salesforce-record-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    Connector salesforceConnector() {
        return new SalesforceConnector();
    }

    @Bean
    AuthorizedCalls salesforceAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint,
            ObjectProvider<Clock> clock) {
        return new AuthorizedCalls(boundedAnswers,
                new SalesforceAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC))));
    }

    @Bean
    SalesforceRecords salesforceRecords(Secrets secrets) {
        return new SalesforceRecords(secrets);
    }
}
