package com.versaai.hub.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.DeadLetterBox;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.inbound.verification.WebhookVerifier;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of the routes in {@code routes/webhooks}: receiving, and working on what was received. */
@Configuration(proxyBeanMethods = false)
class ReceptionConfiguration {

    @Bean
    Reception reception(WebhookVerifier stripeSignature, RequestBytes bytes, Clock clock, MeterRegistry meters) {
        return new Reception(Map.of("stripe", stripeSignature), bytes, clock, meters);
    }

    @Bean
    Receipts receipts(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        return new Receipts(jdbc, commits, clock);
    }

    @Bean
    Inbox inbox(StripeEvents stripe, Receipts receipts, DeadLetterBox deadLetters, FaultClassifier faults, ObjectMapper json,
                Clock clock, MeterRegistry meters) {
        return new Inbox(stripe, receipts, deadLetters, faults, json, clock, meters);
    }

    /** For the error policy: the object of a thin event is read again. */
    @Bean
    Processor beforeNextRead(Inbox inbox) {
        return inbox::readAgain;
    }
}
