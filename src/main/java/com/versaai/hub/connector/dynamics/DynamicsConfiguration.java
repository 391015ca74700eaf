package com.versaai.hub.connector.dynamics;

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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code dynamics-record-sink} and {@code dynamics-contact-lookup-action}, and the connector. */
@Configuration(proxyBeanMethods = false)
class DynamicsConfiguration {

    @Bean
    Connector dynamicsConnector() {
        return new DynamicsConnector();
    }

    @Bean
    DescribedCalls dynamicsAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint, ObjectProvider<Clock> clock) {
        return new DynamicsCalls(new AuthorizedCalls(boundedAnswers,
                new DynamicsAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC)))));
    }

    @Bean
    DynamicsRecords dynamicsRecords(Secrets secrets, FaultClassifier faultClassifier) {
        return new DynamicsRecords(secrets, faultClassifier);
    }

    @Bean
    DescribedCalls dynamicsReads(@Qualifier("dynamicsAccess") DescribedCalls dynamicsAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("dynamics", dynamicsAccess, faultClassifier);
    }

    @Bean
    ContactLookup dynamicsContacts(Secrets secrets, FaultClassifier faultClassifier) {
        return new ContactLookup("dynamics", new DynamicsContacts(secrets), faultClassifier);
    }
}
