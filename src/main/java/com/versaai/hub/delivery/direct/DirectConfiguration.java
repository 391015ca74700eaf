package com.versaai.hub.delivery.direct;

import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.delivery.attempt.RateLimits;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.FaultClassifier;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DirectConfiguration {

    @Bean
    DirectMessages directMessages(DirectSettings settings, Destinations destinations, Mappings mappings, RateLimits rateLimits, Circuits circuits,
            FaultClassifier faults, JdbcTemplate jdbc, Clock clock) {
        return new DirectMessages(settings, destinations, mappings, rateLimits::take, name -> circuits.breakers().get(name), faults,
                new DirectCalls(jdbc, clock), clock);
    }
}
