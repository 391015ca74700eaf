package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.provider.ApiKeyAccess;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.Secrets;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code stripe-object-action}, and the connector. */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    @Bean
    Connector stripeConnector(PlanSettings plans) {
        return new StripeConnector(new StripeEvents(plans));
    }

    /** Its events need more than a mapping file: thin ones, plans, and what changed. */
    private record StripeConnector(StripeEvents events) implements Connector {

        @Override
        public String name() {
            return "stripe";
        }

        @Override
        public Optional<InboundMapper> inbound() {
            return Optional.of(events);
        }
    }

    /** A restricted key with read access to the objects of thin events is enough. */
    @Bean
    AuthorizedCalls stripeAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new ApiKeyAccess(secrets));
    }

    @Bean
    StripeObjects stripeObjects() {
        return new StripeObjects();
    }
}
