package com.versaai.hub.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.DeadLetterBox;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The verifier and the mapper that the routes call by name. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConfiguration.class);

    @Bean
    StripeSignature stripeSignature(StripeWebhookSettings settings) {
        int active = settings.webhookSecrets().size();
        if (active == 0) {
            LOG.warn("Stripe webhooks: no secret set (hub.provider.stripe.webhook-secrets), so every one is refused as {}",
                    Verdict.NOT_CONFIGURED.reason());
        } else {
            LOG.info("Stripe webhooks: {} active secret(s)", active);
        }
        return new StripeSignature(settings.webhookSecrets(), settings.webhookTolerance());
    }

    @Bean
    StripeEvents stripeEvents(PlanSettings plans) {
        return new StripeEvents(plans);
    }

    @Bean
    Reception reception(List<WebhookVerifier> verifiers, RequestBytes bytes, Clock clock, MeterRegistry meters) {
        return new Reception(verifiers, bytes, clock, meters);
    }

    @Bean
    Receipts receipts(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        return new Receipts(jdbc, commits, clock);
    }

    @Bean
    Inbox inbox(StripeEvents stripe, Receipts receipts, DeadLetterBox deadLetters, FaultClassifier faults, ObjectMapper json,
                MeterRegistry meters) {
        return new Inbox(stripe, receipts, deadLetters, faults, json, meters);
    }
}
