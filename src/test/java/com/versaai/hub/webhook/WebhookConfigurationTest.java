package com.versaai.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class WebhookConfigurationTest {

    @EnableConfigurationProperties({StripeWebhookSettings.class, PlanSettings.class})
    @Import(WebhookConfiguration.class)
    static class App {
    }

    private final ApplicationContextRunner app = new ApplicationContextRunner().withUserConfiguration(App.class);

    @Test
    void startsWithoutSecretAndSaysSoOnce(CapturedOutput output) {
        app.run(context -> {
            assertThat(context).hasBean("stripeSignature").hasBean("stripeEvents");
            assertThat(output.getOut()).containsOnlyOnce("no secret set (hub.provider.stripe.webhook-secrets)");
        });
        // An unset environment variable behind a placeholder: an empty list, not a blank secret.
        app.withPropertyValues("hub.provider.stripe.webhook-secrets=").run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void readsSecretsAsListOrCommaSeparatedWithoutShowingThem(CapturedOutput output) {
        app.withPropertyValues("hub.provider.stripe.webhook-secrets=whsec_hush,whsec_c3d4").run(context -> {
            StripeWebhookSettings settings = context.getBean(StripeWebhookSettings.class);
            assertThat(settings.webhookSecrets()).containsExactly("whsec_hush", "whsec_c3d4");
            assertThat(settings.webhookTolerance()).hasSeconds(300);
            assertThat(settings.toString() + output).contains("2 active secret").doesNotContain("hush");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void refusesBlankSecretsAtStart(String secret) {
        app.withPropertyValues("hub.provider.stripe.webhook-secrets[0]=whsec_ok", "hub.provider.stripe.webhook-secrets[1]=" + secret)
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageContaining("hub.provider.stripe.webhook-secrets[1] is blank"));
    }

    @Test
    void refusesSecretsWithTheLineEndOfTheirFile() {
        assertThatThrownBy(() -> new StripeWebhookSettings(List.of("whsec_x\n"), Duration.ofSeconds(300)))
                .hasMessageContaining("webhook-secrets[0] starts or ends with white space").hasMessageNotContaining("whsec_x");
        assertThatThrownBy(() -> new StripeWebhookSettings(List.of("whsec_x"), Duration.ZERO)).hasMessageContaining("webhook-tolerance");
    }

    @Test
    void readsPlanNamesWithAndWithoutBrackets() {
        app.withPropertyValues("hub.plans.price_1HubPro=Pro", "hub.plans[pro_monthly]=Pro", "hub.plan-order=Free,Pro").run(context -> {
            PlanSettings plans = context.getBean(PlanSettings.class);
            assertThat(plans.name(null, "price_1HubPro")).isEqualTo("Pro");
            assertThat(plans.name("pro_monthly")).isEqualTo("Pro");
            assertThat(plans.name("price_other")).isNull();
            assertThat(plans.rank("Pro")).isEqualTo(1);
            assertThat(plans.rank("Ghost")).isEqualTo(-1);
        });
    }
}
