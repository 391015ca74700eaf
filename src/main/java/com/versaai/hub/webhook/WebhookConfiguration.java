package com.versaai.hub.webhook;

import com.versaai.hub.inbound.verification.Scheme;
import com.versaai.hub.inbound.verification.Verdict;
import com.versaai.hub.inbound.verification.Verification;
import com.versaai.hub.inbound.verification.Verifiers;
import com.versaai.hub.inbound.verification.WebhookVerifier;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verifier and the mapper that the routes call by name. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConfiguration.class);

    @Bean
    WebhookVerifier stripeSignature(StripeWebhookSettings settings) {
        int active = settings.webhookSecrets().size();
        if (active == 0) {
            LOG.warn("Stripe webhooks: no secret set (hub.provider.stripe.webhook-secrets), so every one is refused as {}",
                    Verdict.NOT_CONFIGURED.reason());
        } else {
            LOG.info("Stripe webhooks: {} active secret(s)", active);
        }
        return Verifiers.of(new Verification(Scheme.STRIPE, Map.of(), settings.webhookTolerance()), settings.webhookSecrets(), null);
    }

    @Bean
    StripeEvents stripeEvents(PlanSettings plans) {
        return new StripeEvents(plans);
    }
}
