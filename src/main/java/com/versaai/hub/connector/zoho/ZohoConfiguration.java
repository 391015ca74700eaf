package com.versaai.hub.connector.zoho;

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
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans of {@code zoho-record-sink}, {@code zoho-note-sink}, {@code zoho-channel-action} and {@code zoho-contact-lookup-action}, and the connector. */
@Configuration(proxyBeanMethods = false)
class ZohoConfiguration {

    @Bean
    Connector zohoConnector() {
        return new ZohoConnector();
    }

    @Bean
    AuthorizedCalls zohoAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint, ObjectProvider<Clock> clock) {
        return new AuthorizedCalls(boundedAnswers, new ZohoAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC))));
    }

    @Bean
    ZohoRecords zohoRecords(Secrets secrets, FaultClassifier faultClassifier) {
        return new ZohoRecords(secrets, faultClassifier);
    }

    @Bean
    ZohoNotes zohoNotes(ZohoRecords zohoRecords, FaultClassifier faultClassifier) {
        return new ZohoNotes(zohoRecords, faultClassifier);
    }

    @Bean
    ZohoChannels zohoChannels(Secrets secrets, Environment environment, FaultClassifier faultClassifier, ObjectProvider<Clock> clock) {
        return new ZohoChannels(secrets, property -> Binder.get(environment).bind(property, Bindable.listOf(String.class)).orElse(List.of()), faultClassifier,
                clock.getIfAvailable(Clock::systemUTC));
    }

    /** Component {@code zohoChannel}. Never down: a hub without notifications serves everything else. */
    @Bean
    HealthIndicator zohoChannelHealthIndicator(ZohoChannels zohoChannels) {
        return zohoChannels::health;
    }

    @Bean
    DescribedCalls zohoReads(@Qualifier("zohoAccess") DescribedCalls zohoAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("zoho", zohoAccess, faultClassifier);
    }

    @Bean
    ContactLookup zohoContacts(Secrets secrets, FaultClassifier faultClassifier) {
        return new ContactLookup("zoho", new ZohoContacts(secrets), faultClassifier);
    }
}
