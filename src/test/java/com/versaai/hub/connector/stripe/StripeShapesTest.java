package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeObject;
import com.stripe.model.Subscription;
import com.stripe.net.ApiResource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our fixtures of the present shape are what Stripe's own library takes them for, and both read the same from them. */
class StripeShapesTest {

    private final StripeEvents events = new StripeEvents(new PlanSettings(Map.of(), List.of()));

    private static Event theirs(String fixture) {
        return ApiResource.GSON.fromJson(new String(stripe(fixture), StandardCharsets.UTF_8), Event.class);
    }

    private static <T extends StripeObject> T object(String fixture, Class<T> type) {
        return type.cast(theirs(fixture).getDataObjectDeserializer().getObject().orElseThrow());
    }

    private com.versaai.hub.event.Event ours(String fixture) {
        return events.map(stripe(fixture)).events().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment_intent.succeeded", "customer.subscription.created", "invoice.payment_failed", "charge.refunded",
        "charge.dispute.created", "radar.early_fraud_warning.created"})
    void envelope(String type) {
        Event theirs = theirs("basil/" + type);
        assertThat(theirs.getType()).isEqualTo(type);
        assertThat(ours("basil/" + type).originid()).isEqualTo(theirs.getId());
        assertThat(ours("basil/" + type).time()).isEqualTo(Instant.ofEpochSecond(theirs.getCreated()));
    }

    @Test
    void payments() {
        PaymentIntent paid = object("basil/payment_intent.succeeded", PaymentIntent.class);
        assertThat(ours("basil/payment_intent.succeeded").data()).containsEntry("amount", paid.getAmountReceived())
                .containsEntry("currency", paid.getCurrency()).containsEntry("paymentId", paid.getId()).containsEntry("customerId", paid.getCustomer());
        PaymentIntent failed = object("basil/payment_intent.payment_failed", PaymentIntent.class);
        assertThat(ours("basil/payment_intent.payment_failed").data()).containsEntry("reason", failed.getLastPaymentError().getDeclineCode());
        Charge charge = object("basil/charge.refunded", Charge.class);
        assertThat(ours("basil/charge.refunded").data()).containsEntry("totalRefunded", charge.getAmountRefunded())
                .containsEntry("paymentId", charge.getPaymentIntent()).containsEntry("fullyRefunded", charge.getRefunded());
        Dispute dispute = object("basil/charge.dispute.created", Dispute.class);
        assertThat(ours("basil/charge.dispute.created").data()).containsEntry("amount", dispute.getAmount()).containsEntry("reason", dispute.getReason())
                .containsEntry("chargeId", dispute.getCharge());
    }

    @Test
    void subscriptions() {
        Subscription subscription = object("basil/customer.subscription.created", Subscription.class);
        assertThat(ours("basil/customer.subscription.created").data()).containsEntry("status", subscription.getStatus())
                .containsEntry("customerId", subscription.getCustomer())
                .containsEntry("plan", subscription.getItems().getData().get(0).getPrice().getLookupKey())
                .containsEntry("periodEnd", Instant.ofEpochSecond(subscription.getItems().getData().get(0).getCurrentPeriodEnd()).toString());
    }

    @Test
    void invoices() {
        Invoice invoice = object("basil/invoice.payment_succeeded-renewal", Invoice.class);
        Invoice.Parent.SubscriptionDetails details = invoice.getParent().getSubscriptionDetails();
        assertThat(ours("basil/invoice.payment_succeeded-renewal").data()).containsEntry("subscriptionId", details.getSubscription())
                .containsEntry("amount", invoice.getAmountPaid())
                .containsEntry("plan", invoice.getLines().getData().get(1).getPricing().getPriceDetails().getPrice())
                .containsEntry("periodEnd", Instant.ofEpochSecond(invoice.getLines().getData().get(1).getPeriod().getEnd()).toString());
        Invoice failed = object("basil/invoice.payment_failed", Invoice.class);
        assertThat(ours("basil/invoice.payment_failed").data()).containsEntry("amount", failed.getAmountRemaining())
                .containsEntry("attempt", failed.getAttemptCount()).containsEntry("invoiceId", failed.getId());
    }
}
