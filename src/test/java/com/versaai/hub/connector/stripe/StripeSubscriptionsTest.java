package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.event.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSubscriptionsTest {

    private static final String END = "2025-11-08T08:53:20Z";

    private final StripeEvents events = events(Map.of("price_1HubPro", "Pro"), List.of());

    private static StripeEvents events(Map<String, String> plans, List<String> order) {
        return new StripeEvents(new PlanSettings(plans, order));
    }

    private Map<String, Object> data(String fixture) {
        return events.map(stripe(fixture)).events().get(0).data();
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void createdSubscription(String shape) {
        List<Event> mapped = events.map(stripe(shape + "/customer.subscription.created")).events();
        assertThat(mapped).hasSize(1);
        assertThat(mapped.get(0).type()).isEqualTo("user.subscription.changed");
        assertThat(mapped.get(0).subject()).isEqualTo("cus_Hub1");
        assertThat(mapped.get(0).correlationid()).isEqualTo("signup-9");
        assertThat(mapped.get(0).data()).containsEntry("customerId", "cus_Hub1").containsEntry("plan", "Pro").containsEntry("status", "active")
                .containsEntry("previousStatus", null).containsEntry("change", "created").containsEntry("periodEnd", END)
                .containsEntry("subscriptionId", "sub_1Hub").containsEntry("quantity", 1L).containsEntry("cancelAtPeriodEnd", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void aTrialIsToldTwice(String shape) {
        List<Event> mapped = events.map(stripe(shape + "/customer.subscription.created-trial")).events();
        assertThat(mapped).extracting(Event::type).containsExactly("user.subscription.changed", "trial.started");
        assertThat(mapped.get(1).data()).containsEntry("customerId", "cus_Hub1").containsEntry("plan", "Pro").containsEntry("periodEnd", "2025-10-23T08:53:20Z");
        assertThat(mapped.get(0).id()).isNotEqualTo(mapped.get(1).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void upgradeRenewalAndEnd(String shape) {
        assertThat(data(shape + "/customer.subscription.updated-upgrade")).containsEntry("change", "upgraded").containsEntry("plan", "Pro")
                .containsEntry("previousPlan", "Starter").containsEntry("status", "active").containsEntry("previousStatus", "active");
        assertThat(data(shape + "/customer.subscription.updated-renewal")).containsEntry("change", "renewed").containsEntry("previousPlan", null);
        assertThat(data(shape + "/customer.subscription.deleted")).containsEntry("change", "canceled").containsEntry("status", "canceled");
    }

    @Test
    void theConfiguredOrderGoesBeforeThePrice() {
        StripeEvents reversed = events(Map.of("prod_HubPro", "Lite", "price_1HubStart", "Max"), List.of("Lite", "Max"));
        assertThat(reversed.map(stripe("basil/customer.subscription.updated-upgrade")).events().get(0).data())
                .containsEntry("change", "downgraded").containsEntry("plan", "Lite").containsEntry("previousPlan", "Max");
    }

    @Test
    void namesFallBackToWhatStripeKnows() {
        StripeEvents unnamed = events(Map.of(), List.of());
        assertThat(unnamed.map(stripe("basil/customer.subscription.updated-upgrade")).events().get(0).data())
                .containsEntry("plan", "pro_monthly").containsEntry("previousPlan", "Starter");
        assertThat(unnamed.map(stripe("basil/invoice.payment_succeeded-renewal")).events().get(0).data()).containsEntry("plan", "price_1HubPro");
    }

    @Test
    void overdueAndScheduledEndOfSeveralPrices() {
        assertThat(data("basil/customer.subscription.updated-overdue")).containsEntry("change", "payment_overdue")
                .containsEntry("status", "past_due").containsEntry("previousStatus", "active");
        // 3 × 19.00 outweighs 1 × 49.00.
        assertThat(data("basil/customer.subscription.updated-several-prices")).containsEntry("change", "cancellation_scheduled")
                .containsEntry("plan", "Starter").containsEntry("quantity", 3L).containsEntry("plans", List.of("Starter", "Pro"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'status':'active'|{'status':'trialing'}|activated",
        "'status':'active'|{'status':'past_due'}|activated",
        "'status':'trialing'|{'status':'incomplete'}|trial_started",
        "'status':'unpaid'|{'status':'past_due'}|payment_overdue",
        "'status':'incomplete_expired'|{'status':'incomplete'}|canceled",
        "'status':'active','pause_collection':{'behavior':'void'}|{'pause_collection':null}|paused",
        "'status':'active','pause_collection':null|{'pause_collection':{'behavior':'void'}}|resumed",
        "'status':'active','cancel_at_period_end':false|{'cancel_at_period_end':true}|cancellation_revoked",
        "'status':'active','cancel_at':1770000000|{'cancel_at':null}|cancellation_scheduled",
        "'status':'active'|{'default_payment_method':'pm_1'}|updated",
        "'status':'active'|{}|updated",
        "'status':'active'|null|updated",
        "'status':'active','quantity':2,'plan':{'id':'p','amount':5,'interval':'month'}|{'quantity':1}|upgraded",
        "'status':'active','quantity':1,'plan':{'id':'p','amount':5,'interval':'month'}|{'quantity':2}|downgraded",
        "'status':'active','plan':{'id':'p','amount':9,'interval':'month'}|{'plan':{'id':'q','amount':100,'interval':'year'}}|upgraded",
        "'status':'active','plan':{'id':'p','amount':null,'interval':'month'}|{'plan':{'id':'q','amount':1,'interval':'month'}}|plan_changed",
        "'status':'active','plan':{'id':'p','nickname':'A','amount':90,'interval':'year'}|{'plan':{'id':'q','nickname':'A','amount':9,'interval':'month'}}|plan_changed",
        "'status':'active','plan':{'id':'p','amount_decimal':'0.7','interval':'day'}|{'plan':{'id':'q','amount_decimal':'0.6','interval':'day'}}|upgraded",
        "'status':'active','plan':{'id':'p','amount_decimal':'1e999999999','interval':'day'}|{'plan':{'id':'q','amount_decimal':'0.6','interval':'day'}}|plan_changed",
        "'status':'active','current_period_end':200|{'current_period_end':100}|renewed",
        "'status':'active','current_period_end':100|{'current_period_end':200}|updated"})
    void oneWordPerUpdate(String members, String previous, String change) {
        byte[] body = Fixtures.utf8(("{'id':'evt_1','type':'customer.subscription.updated','created':1,'data':{'object':{'id':'sub_1','customer':'cus_1',"
                + members + "},'previous_attributes':" + previous + "}}").replace('\'', '"'));
        InboundMapping mapping = events.map(body);
        assertThat(mapping.events().get(0).data()).containsEntry("change", change);
        assertThat(mapping.events()).hasSize(change.equals("trial_started") ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basil", "before-basil"})
    void renewedByAPaidCycleInvoice(String shape) {
        InboundMapping mapping = events.map(stripe(shape + "/invoice.payment_succeeded-renewal"));
        assertThat(mapping.events()).hasSize(1);
        Event event = mapping.events().get(0);
        assertThat(event.type()).isEqualTo("subscription.renewed");
        assertThat(event.correlationid()).isEqualTo("signup-9");
        assertThat(event.data()).containsEntry("customerId", "cus_Hub1").containsEntry("plan", "Pro").containsEntry("periodEnd", END)
                .containsEntry("subscriptionId", "sub_1Hub").containsEntry("invoiceId", "in_1HubRenew").containsEntry("amount", 4900L);
        assertThat(event.toString()).doesNotContain("@example").doesNotContain("Zoë");
    }

    @Test
    void otherPaidInvoicesAreNoRenewal() {
        assertThat(events.map(stripe("basil/invoice.payment_succeeded-manual")).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
        assertThat(events.map(stripe("basil/invoice.paid")).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
    }
}
