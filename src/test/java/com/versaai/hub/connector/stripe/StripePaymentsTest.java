package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.event;
import static com.versaai.hub.connector.stripe.Fixtures.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripePaymentsTest {

    private final StripeEvents events = new StripeEvents(new PlanSettings(Map.of("price_1HubPro", "Pro"), List.of()));

    private Event only(byte[] body) {
        InboundMapping mapping = events.map(body);
        assertThat(mapping.outcome()).isEqualTo(InboundMapping.Outcome.MAPPED);
        assertThat(mapping.events()).hasSize(1);
        return mapping.events().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void paymentSucceeded(String shape) {
        Event event = only(stripe(shape + "/payment_intent.succeeded"));
        assertThat(event.type()).isEqualTo("payment.processed");
        assertThat(event.source()).isEqualTo("/stripe");
        assertThat(event.subject()).isEqualTo("cus_Hub1");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1760000000));
        assertThat(event.correlationid()).isEqualTo("order-7");
        assertThat(event.tenant()).isEqualTo("acme");
        assertThat(event.id()).isEqualTo(EventId.of("/stripe", event.originid(), "payment.processed"));
        assertThat(event.data()).containsEntry("customerId", "cus_Hub1").containsEntry("amount", 12345L).containsEntry("currency", "usd")
                .containsEntry("paymentId", "pi_1HubPaid").containsEntry("plan", "pro").containsEntry("reason", null).containsEntry("invoiceId", null);
        assertThat(event.toString()).doesNotContain("@example").doesNotContain("secret");
        assertThat(events.map(stripe(shape + "/payment_intent.succeeded")).events()).containsExactly(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void paymentFailedSaysTheIssuersReason(String shape) {
        Event event = only(stripe(shape + "/payment_intent.payment_failed"));
        assertThat(event.type()).isEqualTo("payment.failed");
        assertThat(event.correlationid()).isEqualTo(event.id());
        assertThat(event.tenant()).isNull();
        assertThat(event.data()).containsEntry("amount", 4900L).containsEntry("paymentId", "pi_1HubFail").containsEntry("reason", "insufficient_funds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void aFailedRenewalGivesOnePaymentFailedThoughStripeSendsTwoEvents(String shape) {
        InboundMapping intent = events.map(stripe(shape + "/payment_intent.payment_failed-of-invoice"));
        assertThat(intent.outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
        assertThat(intent.events()).isEmpty();
        assertThat(intent.why()).contains("invoice.payment_failed");

        Event event = only(stripe(shape + "/invoice.payment_failed"));
        assertThat(event.type()).isEqualTo("payment.failed");
        assertThat(event.correlationid()).isEqualTo("signup-9");
        assertThat(event.data()).containsEntry("amount", 4900L).containsEntry("plan", "Pro").containsEntry("reason", "invoice_payment_failed")
                .containsEntry("invoiceId", "in_1HubRenew").containsEntry("subscriptionId", "sub_1Hub").containsEntry("attempt", 2L)
                .containsEntry("nextAttempt", "2025-10-12T08:53:20Z")
                .containsEntry("paymentId", shape.equals("basil") ? "in_1HubRenew" : "pi_1HubFail");
        assertThat(event.toString()).doesNotContain("@example").doesNotContain("Zoë");
    }

    @Test
    void anExpandedPaymentTellsTheReasonOfAFailedInvoice() {
        assertThat(only(stripe("basil/invoice.payment_failed-expanded-payments")).data())
                .containsEntry("paymentId", "pi_1HubFail").containsEntry("reason", "insufficient_funds");
    }

    @Test
    void fallsBackFromDeclineCodeToCodeToType() {
        String intent = "{'id':'pi_1','amount':1,'currency':'EUR','customer':'cus_1','last_payment_error':%s}";
        assertThat(only(event("payment_intent.payment_failed", intent.formatted("{'code':'expired_card','type':'card_error'}"))).data())
                .containsEntry("reason", "expired_card").containsEntry("currency", "eur");
        assertThat(only(event("payment_intent.payment_failed", intent.formatted("{'type':'api_error'}"))).data()).containsEntry("reason", "api_error");
        assertThat(only(event("payment_intent.payment_failed", intent.formatted("null"))).data()).containsEntry("reason", "unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void refundTellsWhatThisChangeRefunded(String shape) {
        assertThat(only(stripe(shape + "/charge.refunded"))).satisfies(event -> {
            assertThat(event.type()).isEqualTo("payment.refunded");
            assertThat(event.data()).containsEntry("amount", 5000L).containsEntry("totalRefunded", 5000L).containsEntry("fullyRefunded", true)
                    .containsEntry("paymentId", "pi_1HubRef").containsEntry("chargeId", "ch_1HubRef");
        });
        assertThat(only(stripe(shape + "/charge.refunded-second")).data()).containsEntry("amount", 1500L).containsEntry("totalRefunded", 3500L)
                .containsEntry("fullyRefunded", false);
    }

    @Test
    void disputeAndItsForerunners() {
        Event dispute = only(stripe("basil/charge.dispute.created"));
        assertThat(dispute.type()).isEqualTo("payment.disputed");
        assertThat(dispute.subject()).isEqualTo("dp_1Hub");
        assertThat(dispute.data()).containsEntry("customerId", null).containsEntry("amount", 5000L).containsEntry("reason", "fraudulent")
                .containsEntry("paymentId", "pi_1HubRef").containsEntry("stage", "dispute").containsEntry("respondBy", "2024-08-14T23:59:59Z");
        Event inquiry = only(stripe("before-basil/charge.dispute.created-inquiry-expanded"));
        assertThat(inquiry.subject()).isEqualTo("cus_Hub1");
        assertThat(inquiry.data()).containsEntry("stage", "inquiry").containsEntry("customerId", "cus_Hub1").containsEntry("chargeId", "ch_1HubRef");
        Event warning = only(stripe("basil/radar.early_fraud_warning.created"));
        assertThat(warning.type()).isEqualTo("payment.disputed");
        assertThat(warning.data()).containsEntry("stage", "warning").containsEntry("reason", "early_fraud_warning").containsEntry("amount", null)
                .containsEntry("paymentId", "pi_1HubRef").containsEntry("fraudType", "made_with_stolen_card").containsEntry("actionable", true);
    }

    @Test
    void subjectFallsBackFromCustomerToCustomerAccountToObject() {
        String intent = "{'id':'pi_1','amount_received':0,'currency':'jpy','customer':%s,'customer_account':%s,'metadata':null}";
        assertThat(only(event("payment_intent.succeeded", intent.formatted("{'id':'cus_9','object':'customer','email':'a@b.test'}", "null"))))
                .satisfies(e -> {
                    assertThat(e.subject()).isEqualTo("cus_9");
                    assertThat(e.data()).containsEntry("amount", 0L);
                    assertThat(e.toString()).doesNotContain("a@b.test");
                });
        assertThat(only(event("payment_intent.succeeded", intent.formatted("null", "'acct_7'"))).subject()).isEqualTo("acct_7");
        Event guest = only(event("payment_intent.succeeded", intent.formatted("null", "null")));
        assertThat(guest.subject()).isEqualTo("pi_1");
        assertThat(guest.data()).containsEntry("customerId", null);
        byte[] connect = Fixtures.utf8(new String(event("payment_intent.succeeded", intent.formatted("null", "null")),
                StandardCharsets.UTF_8).replace("\"created\"", "\"account\":\"acct_C\",\"created\""));
        assertThat(only(connect).subject()).isEqualTo("acct_C/pi_1");
        assertThat(only(connect).tenant()).isEqualTo("acct_C");
    }

    @Test
    void amountsReachTheLastLong() {
        String intent = "{'id':'pi_1','amount_received':9223372036854775807,'currency':'eur'}";
        assertThat(only(event("payment_intent.succeeded", intent)).data()).containsEntry("amount", Long.MAX_VALUE);
    }

    @Test
    void textsFromOutsideCannotBreakLogsOrStores() {
        String intent = "{'id':'pi_1','amount':1,'currency':'eur','metadata':{'correlation_id':'a\\u0000\\ud800\\n','plan':'%s'}}".formatted("x".repeat(9_000));
        Event event = only(event("payment_intent.succeeded", intent));
        assertThat(event.correlationid()).isEqualTo("a\uFFFD\uFFFD\uFFFD");
        assertThat((String) event.data().get("plan")).hasSize(500);
    }
}
