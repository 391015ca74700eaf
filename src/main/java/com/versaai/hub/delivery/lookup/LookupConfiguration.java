package com.versaai.hub.delivery.lookup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.delivery.attempt.RateLimits;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class LookupConfiguration {

    @Bean
    Admission lookupAdmission(LookupSettings settings, Circuits circuits, RateLimits rateLimits) {
        return new Admission(settings, circuits, rateLimits);
    }

    @Bean
    ContactLookups contactLookups(Destinations destinations, Admission lookupAdmission, LookupSettings settings, FaultClassifier faults, ObjectMapper json,
            Clock clock, MeterRegistry meters) {
        return new ContactLookups(destinations, lookupAdmission, settings, faults, json, clock, meters);
    }
}
