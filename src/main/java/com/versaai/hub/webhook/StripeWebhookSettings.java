package com.versaai.hub.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe's requests are checked.
 *
 * @param webhookSecrets   every active endpoint secret ({@code whsec_…}, used whole); several while one is rolled; none
 *                         means that every request is refused as {@code not_configured}
 * @param webhookTolerance how far the signature's timestamp may be from our clock, in both directions
 */
@ConfigurationProperties("hub.provider.stripe")
public record StripeWebhookSettings(List<String> webhookSecrets, @DefaultValue("300s") Duration webhookTolerance) {

    public StripeWebhookSettings {
        webhookSecrets = webhookSecrets == null ? List.of() : List.copyOf(webhookSecrets);
        for (int i = 0; i < webhookSecrets.size(); i++) {
            String name = "hub.provider.stripe.webhook-secrets[" + i + "]";
            if (webhookSecrets.get(i).isBlank()) {
                throw new IllegalArgumentException(name + " is blank: anybody could sign with it. Set it or remove the entry.");
            }
            // A line end from a mounted secret file makes every signature wrong without a hint why.
            if (!webhookSecrets.get(i).equals(webhookSecrets.get(i).strip())) {
                throw new IllegalArgumentException(name + " starts or ends with white space; Stripe's secrets have none.");
            }
        }
        if (webhookTolerance.isNegative() || webhookTolerance.isZero()) {
            throw new IllegalArgumentException("hub.provider.stripe.webhook-tolerance must be positive");
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "StripeWebhookSettings[" + webhookSecrets.size() + " secrets, tolerance " + webhookTolerance + "]";
    }
}
