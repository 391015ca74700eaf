package com.versaai.hub.connector.hubspot;

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

/** Beans of {@code hubspot-object-sink}, {@code hubspot-note-sink} and {@code hubspot-contact-lookup-action}, and the connector. */
@Configuration(proxyBeanMethods = false)
class HubspotConfiguration {

    @Bean
    Connector hubspotConnector() {
        return new HubspotConnector();
    }

    @Bean
    AuthorizedCalls hubspotAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint,
            ObjectProvider<Clock> clock) {
        return new AuthorizedCalls(boundedAnswers,
                new HubspotAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC))));
    }

    @Bean
    HubspotObjects hubspotObjects(FaultClassifier faultClassifier) {
        return new HubspotObjects(faultClassifier);
    }

    @Bean
    HubspotNotes hubspotNotes(FaultClassifier faultClassifier, HubspotObjects hubspotObjects) {
        return new HubspotNotes(faultClassifier, hubspotObjects);
    }

    @Bean
    DescribedCalls hubspotReads(@Qualifier("hubspotAccess") DescribedCalls hubspotAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("hubspot", hubspotAccess, faultClassifier);
    }

    @Bean
    ContactLookup hubspotContacts(FaultClassifier faultClassifier) {
        return new ContactLookup("hubspot", new HubspotContacts(), faultClassifier);
    }
}
