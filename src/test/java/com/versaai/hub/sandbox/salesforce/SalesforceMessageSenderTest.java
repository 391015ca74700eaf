package com.versaai.hub.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.json.StrictXml;
import com.versaai.hub.json.XmlElement;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookValueException;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import com.versaai.hub.verification.Verification;
import com.versaai.hub.verification.Verifiers;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SalesforceMessageSenderTest {

    private final SalesforceMessageSender sender = new SalesforceMessageSender(Clock.systemUTC());

    private static List<XmlElement> notifications(OutgoingWebhook message) {
        return StrictXml.read(message.body()).children().get(0).children().get(0).children().stream().filter(element -> element.name().equals("Notification")).toList();
    }

    @Test
    void sendsWhatItsSecretProves() {
        assertThat(sender.types()).contains("Lead", "Opportunity").allSatisfy(type -> {
            OutgoingWebhook message = sender.make(type, Map.of("notifications", "3"), Map.of());
            URI path = URI.create(message.path());
            String secret = SalesforceSandbox.ORGANIZATION + ':' + SalesforceSandbox.MESSAGE_TOKEN;
            assertThat(Verifiers.of(new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of("query", "token"), null), List.of(secret), null)
                    .verify(new SignedRequest("POST", path.getPath(), path.getQuery(), Map.of(), message.body()), Instant.now())).isEqualTo(Verdict.OK);
            assertThat(notifications(message)).hasSize(3).allSatisfy(one -> assertThat(one.children().get(1).children()).isNotEmpty());
            assertThat(notifications(message).get(0).children().get(0).text()).isEqualTo(message.eventId()).hasSize(18);
        });
    }

    @Test
    void aDeletedRecordIsEmptyAndNonsenseIsRefused() {
        assertThat(notifications(sender.make("Lead", Map.of(), Map.of("deleted", "true"))).get(0).children().get(1).children()).isEmpty();
        for (Map<String, String> wrong : List.of(Map.of("notifications", "101"), Map.of("status", "<x>"), Map.of("id", "1"))) {
            assertThatThrownBy(() -> sender.make("Lead", Map.of(), wrong)).isInstanceOf(WebhookValueException.class);
        }
    }
}
