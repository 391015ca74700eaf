package com.versaai.hub.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeObject;
import com.stripe.model.Subscription;
import com.stripe.net.Webhook;
import com.versaai.hub.sandbox.Call;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StripeSamplesTest {

    private final StripeSamples samples = new StripeSamples(Clock.systemUTC());

    static Iterable<String> types() {
        return StripeSamples.types();
    }

    private static JsonNode object(StripeSample sample) {
        return Call.json(sample.bytes()).orElseThrow().at("/data/object");
    }

    private static StripeObject parsed(StripeSample sample) throws Exception {
        String header = StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), sample.bytes());
        return Webhook.constructEvent(sample.body(), header, "whsec_sandbox").getDataObjectDeserializer().deserializeUnsafe();
    }

    @ParameterizedTest
    @MethodSource("types")
    void stripesOwnLibraryVerifiesAndReadsEveryType(String type) throws Exception {
        for (StripeSamples.Shape shape : new StripeSamples.Shape[] {StripeSamples.Shape.CURRENT, StripeSamples.Shape.LEGACY}) {
            StripeSample sample = samples.make(type, shape, Map.of());
            String header = StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), sample.bytes());
            Event event = Webhook.constructEvent(sample.body(), header, "whsec_sandbox");
            assertThat(event.getId()).isEqualTo(sample.eventId()).matches("evt_1[A-Za-z0-9]{23}");
            assertThat(event.getType()).isEqualTo(type);
            assertThat(event.getDataObjectDeserializer().deserializeUnsafe()).isNotNull();
            assertThat(sample.body()).startsWith("{\n  \"id\": \"evt_").contains("\"object\": \"event\",\n").doesNotContain("${").doesNotContain("\"@");
        }
    }

    @Test
    void signatureMatchesTheReferenceVectors() {
        byte[] body = ("{\"id\":\"evt_hub_1\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\",\"created\":1760000000,"
                + "\"data\":{\"object\":{\"id\":\"pi_hub_1\",\"amount\":1999,\"currency\":\"eur\"}}}").getBytes(StandardCharsets.UTF_8);
        assertThat(StripeSender.signature("whsec_hubTestSecret0001", 1_760_000_000, body))
                .isEqualTo("t=1760000000,v1=b9f552b89c85cd654ad98628a984b3f7666feb6ed56a2e7149bfa74c51727f58");
        assertThat(StripeSender.signature("whsec_hubTestSecret0001", 1_760_000_000,
                "{\"name\":\"Zoë\",\"note\":\"naïve ✓\"}".getBytes(StandardCharsets.UTF_8)))
                .endsWith("v1=189980f70a820ecc807c246023703bc9a00e8967e4b2276b1b859889631f39f6");
    }

    @Test
    void oneChangedByteOrAnotherSecretFails() {
        StripeSample sample = samples.make("payment_intent.succeeded");
        String header = StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), sample.bytes());
        assertThatThrownBy(() -> Webhook.constructEvent(sample.body().replace("12345", "12346"), header, "whsec_sandbox"))
                .isInstanceOf(SignatureVerificationException.class);
        assertThatThrownBy(() -> Webhook.constructEvent(sample.body(), header, "whsec_other")).isInstanceOf(SignatureVerificationException.class);
    }

    @Test
    void overridesReachTheObject() throws Exception {
        StripeSample sample = samples.make("payment_intent.succeeded", StripeSamples.Shape.CURRENT,
                Map.of("id", "evt_mine", "amount", "999", "currency", "jpy", "customer", "cus_mine", "plan", "price_x"));
        PaymentIntent intent = (PaymentIntent) parsed(sample);
        assertThat(sample.eventId()).isEqualTo("evt_mine");
        assertThat(intent.getAmount()).isEqualTo(999);
        assertThat(intent.getAmountReceived()).isEqualTo(999);
        assertThat(intent.getCurrency()).isEqualTo("jpy");
        assertThat(intent.getCustomer()).isEqualTo("cus_mine");
        assertThat(intent.getMetadata()).containsEntry("plan", "price_x");
    }

    @Test
    void failuresCarryTheirReason() throws Exception {
        PaymentIntent intent = (PaymentIntent) parsed(samples.make("payment_intent.payment_failed"));
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getAmountReceived()).isZero();
        assertThat(intent.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
        Dispute dispute = (Dispute) parsed(samples.make("charge.dispute.created"));
        assertThat(dispute.getReason()).isEqualTo("fraudulent");
        assertThat(object(samples.make("radar.early_fraud_warning.created")).get("fraud_type").asText()).isEqualTo("made_with_stolen_card");
    }

    @Test
    void subscriptionsInBothShapes() throws Exception {
        StripeSample current = samples.make("customer.subscription.updated");
        assertThat(object(current).has("current_period_end")).isFalse();
        assertThat(object(current).at("/items/data/0/current_period_end").isNumber()).isTrue();
        assertThat(Call.json(current.bytes()).orElseThrow().at("/data/previous_attributes/status").asText()).isEqualTo("past_due");
        StripeSample legacy = samples.make("customer.subscription.updated", StripeSamples.Shape.LEGACY, Map.of());
        assertThat(object(legacy).get("current_period_end").isNumber()).isTrue();
        assertThat(object(legacy).at("/items/data/0").has("current_period_end")).isFalse();
        JsonNode planChange = Call.json(samples.make("customer.subscription.updated", StripeSamples.Shape.CURRENT,
                Map.of("previousPlan", "price_old")).bytes()).orElseThrow();
        assertThat(planChange.at("/data/previous_attributes/items/data/0/price/id").asText()).isEqualTo("price_old");
        assertThat(planChange.at("/data/previous_attributes").has("status")).isFalse();
        assertThat(((Subscription) parsed(samples.make("customer.subscription.deleted"))).getStatus()).isEqualTo("canceled");
        assertThat(((Subscription) parsed(samples.make("customer.subscription.trial_will_end"))).getTrialEnd()).isNotNull();
        assertThat(Call.json(samples.make("customer.subscription.created").bytes()).orElseThrow().get("data").has("previous_attributes")).isFalse();
        assertThat(object(samples.make("customer.subscription.created", StripeSamples.Shape.CURRENT, Map.of("status", "trialing")))
                .get("trial_end").isNumber()).isTrue();
    }

    @Test
    void invoicesInBothShapes() throws Exception {
        StripeSample current = samples.make("invoice.payment_succeeded", StripeSamples.Shape.CURRENT, Map.of("subscription", "sub_mine"));
        assertThat(((Invoice) parsed(current)).getParent().getSubscriptionDetails().getSubscription()).isEqualTo("sub_mine");
        assertThat(object(current).has("subscription")).isFalse();
        assertThat(object(current).has("payment_intent")).isFalse();
        JsonNode legacy = object(samples.make("invoice.payment_failed", StripeSamples.Shape.LEGACY, Map.of("subscription", "sub_mine")));
        assertThat(legacy.get("subscription").asText()).isEqualTo("sub_mine");
        assertThat(legacy.get("paid").asBoolean()).isFalse();
        assertThat(legacy.get("payment_intent").asText()).startsWith("pi_");
        assertThat(legacy.has("parent")).isFalse();
        assertThat(legacy.get("next_payment_attempt").isNumber()).isTrue();
    }

    @Test
    void partialRefundIsNotRefunded() throws Exception {
        assertThat(((Charge) parsed(samples.make("charge.refunded"))).getRefunded()).isTrue();
        JsonNode partial = object(samples.make("charge.refunded", StripeSamples.Shape.CURRENT, Map.of("amountRefunded", "100")));
        assertThat(partial.get("refunded").asBoolean()).isFalse();
        assertThat(partial.get("amount_refunded").asInt()).isEqualTo(100);
    }

    @Test
    void thinEventsHaveNoSnapshot() {
        JsonNode thin = Call.json(samples.make("payment_intent.succeeded", StripeSamples.Shape.THIN, Map.of("objectId", "pi_mine")).bytes()).orElseThrow();
        assertThat(thin.get("object").asText()).isEqualTo("v2.core.event");
        assertThat(thin.has("data")).isFalse();
        assertThat(thin.at("/related_object/url").asText()).isEqualTo("/v1/payment_intents/pi_mine");
        assertThat(Instant.parse(thin.get("created").asText())).isNotNull();
    }

    @Test
    void idsAreFreshAndNonsenseIsRefused() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            StripeSample sample = samples.make("charge.refunded");
            ids.add(sample.eventId());
            ids.add(object(sample).get("id").asText());
        }
        assertThat(ids).hasSize(400);
        assertThatThrownBy(() -> samples.make("charge.nonsense")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("charge.refunded");
        assertThatThrownBy(() -> samples.make("charge.refunded", StripeSamples.Shape.CURRENT, Map.of("shoe", "1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> samples.make("charge.refunded", StripeSamples.Shape.CURRENT, Map.of("amount", "much")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(samples.make("charge.refunded", StripeSamples.Shape.CURRENT, Map.of("name", "a\"${id}$1\\\n")).body())
                .contains("\"name\": \"a\\\"${id}$1\\\\\\n\"");
    }
}
