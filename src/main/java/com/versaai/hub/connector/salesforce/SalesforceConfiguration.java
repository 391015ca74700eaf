package com.versaai.hub.connector.salesforce;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.ContactLookup;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ReadOnlyCalls;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans of Salesforce's kamelets, and the connector. */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    Connector salesforceConnector(SalesforceChanges changes, SalesforcePubSub pubSub, SalesforceLoad load) {
        return new SalesforceConnector(changes, pubSub, load);
    }

    @Bean
    SalesforceLoad salesforceLoad(FaultClassifier faultClassifier, SalesforceChanges changes, SalesforceAccess login, Secrets secrets) {
        return new SalesforceLoad(faultClassifier, changes, login, secrets);
    }

    /** By its second name the headers of its calls and answers. */
    @Bean({"salesforceBulk", "answerPage"})
    SalesforceBulk salesforceBulk(SalesforceRecords salesforceRecords) {
        return new SalesforceBulk(salesforceRecords);
    }

    @Bean
    SalesforcePubSub salesforcePubSub(Secrets secrets, SalesforceAccess login, SalesforceCatchUp catchUp) {
        return new SalesforcePubSub(secrets, login, catchUp);
    }

    @Bean
    SalesforceCatchUp salesforceCatchUp(FaultClassifier faultClassifier) {
        return new SalesforceCatchUp(faultClassifier);
    }

    @Bean
    SalesforceQueries salesforceQueries(SalesforceRecords salesforceRecords) {
        return new SalesforceQueries(salesforceRecords);
    }

    /** One of all, so that a token is fetched once. */
    @Bean
    SalesforceAccess salesforceLogin(Secrets secrets, TokenEndpoint tokenEndpoint, ObjectProvider<Clock> clock) {
        return new SalesforceAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC)));
    }

    @Bean
    SalesforceChanges salesforceChanges(Environment environment) {
        return new SalesforceChanges(Binder.get(environment).bind("hub.crm.carried-fields", Bindable.listOf(String.class)).orElse(List.of()));
    }

    @Bean
    AuthorizedCalls salesforceAccess(BoundedAnswers boundedAnswers, SalesforceAccess login) {
        return new AuthorizedCalls(boundedAnswers, login);
    }

    @Bean
    SalesforceRecords salesforceRecords(Secrets secrets) {
        return new SalesforceRecords(secrets);
    }

    @Bean
    DescribedCalls salesforceReads(@Qualifier("salesforceAccess") DescribedCalls salesforceAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("salesforce", salesforceAccess, faultClassifier);
    }

    @Bean
    ContactLookup salesforceContacts(SalesforceRecords salesforceRecords, Secrets secrets, FaultClassifier faultClassifier) {
        return new ContactLookup("salesforce", new SalesforceContacts(salesforceRecords, secrets), faultClassifier);
    }
}
