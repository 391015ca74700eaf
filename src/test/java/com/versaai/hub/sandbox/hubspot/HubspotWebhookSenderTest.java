package com.versaai.hub.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookValueException;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import com.versaai.hub.verification.Verification;
import com.versaai.hub.verification.Verifiers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubspotWebhookSenderTest {

    private final HubspotWebhookSender sender = new HubspotWebhookSender(Clock.systemUTC());

    private static Verdict verdict(OutgoingWebhook webhook) {
        Map<String, List<String>> headers = new HashMap<>();
        webhook.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return Verifiers.of(new Verification(Scheme.HUBSPOT, Map.of(), null), List.of(HubspotSandbox.WEBHOOK_SECRET), URI.create(HubspotSandbox.HUB))
                .verify(new SignedRequest("POST", webhook.path(), null, headers, webhook.body()), Instant.now());
    }

    @Test
    void signsEveryTypeWithFreshIds() {
        assertThat(sender.types()).contains("contact.propertyChange", "deal.merge", "ticket.associationChange", "contact.privacyDeletion");
        assertThat(sender.types()).allSatisfy(type -> {
            OutgoingWebhook webhook = sender.make(type, Map.of("events", "3"), Map.of());
            assertThat(verdict(webhook)).isEqualTo(Verdict.OK);
            assertThat(Call.json(webhook.body()).orElseThrow()).hasSize(3).allSatisfy(event -> assertThat(event.path("subscriptionType").asText()).isEqualTo(type));
            assertThat(sender.make(type, Map.of(), Map.of()).eventId()).isNotEqualTo(webhook.eventId());
        });
        assertThat(new String(sender.make("deal.propertyChange", Map.of("value", "x"), Map.of("value", "y")).body(), StandardCharsets.UTF_8)).contains("\"propertyValue\":\"y\"");
    }

    @Test
    void refusesWhatHubspotDoesNotSend() {
        for (Map<String, String> wrong : List.of(Map.of("events", "101"), Map.of("events", "0"), Map.of("id", "x"), Map.of("title", "1"))) {
            assertThatThrownBy(() -> sender.make("deal.creation", Map.of(), wrong)).isInstanceOf(WebhookValueException.class);
        }
    }
}
