package com.versaai.hub.connector.salesforce;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans of {@code salesforce-record-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    Connector salesforceConnector(SalesforceChanges changes) {
        return new SalesforceConnector(changes);
    }

    @Bean
    SalesforceChanges salesforceChanges(Environment environment) {
        return new SalesforceChanges(Binder.get(environment).bind("hub.crm.carried-fields", Bindable.listOf(String.class)).orElse(List.of()));
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
