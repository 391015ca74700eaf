package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of an invoice's lines names the plan: what the customer subscribed to, not what was used of something in the month before. */
class StripeInvoicesTest {

    private static final long RENEWAL = 1_760_000_000L;
    private static final long MONTH = 2_592_000L;

    private final StripeEvents events = new StripeEvents(new PlanSettings(Map.of(), List.of()));

    private static String basil(String price, long amount, long start, long end) {
        return ("{'amount':%d,'parent':{'type':'subscription_item_details','subscription_item_details':{'proration':false}},"
                + "'period':{'start':%d,'end':%d},'pricing':{'price_details':{'price':'%s','product':'prod_1'}}}").formatted(amount, start, end, price);
    }

    private static String before(String price, long amount, String usage, long start, long end) {
        return ("{'amount':%d,'type':'subscription','proration':false,'period':{'start':%d,'end':%d},"
                + "'price':{'id':'%s','recurring':{'interval':'month','usage_type':'%s'}}}").formatted(amount, start, end, price, usage);
    }

    private String plan(String type, String lines) {
        return plan(type, "", lines);
    }

    private String plan(String type, String more, String lines) {
        String invoice = ("{'id':'in_1','object':'invoice','customer':'cus_1','currency':'usd','amount_paid':9900,'amount_due':9900,'amount_remaining':9900,"
                + "'billing_reason':'subscription_cycle'%s,'lines':{'object':'list','data':[%s]}}").formatted(more, lines);
        return (String) events.map(event(type, invoice)).events().get(0).data().get("plan");
    }

    @ParameterizedTest
    @CsvSource({"invoice.payment_succeeded,9000,900", "invoice.payment_failed,9000,900", "invoice.payment_succeeded,900,900", "invoice.payment_succeeded,900,0", "invoice.payment_succeeded,1,4900"})
    void usageOfAnEndedPeriodIsNotThePlanHoweverDear(String type, long used, long flat) {
        String metered = basil("price_tokens", used, RENEWAL - MONTH, RENEWAL);
        String gold = basil("price_gold", flat, RENEWAL, RENEWAL + MONTH);

        assertThat(plan(type, metered + ',' + gold)).isEqualTo("price_gold");
        assertThat(plan(type, gold + ',' + metered)).isEqualTo("price_gold");
    }

    @Test
    void theInvoiceTellsItWhereThePlansLineDoesNot() {
        String gold = basil("price_gold", 900, RENEWAL, RENEWAL + MONTH).replaceFirst("'period':\\{[^}]*}", "'period':null");

        assertThat(plan("invoice.payment_succeeded", ",'period_end':" + RENEWAL, basil("price_tokens", 9000, RENEWAL - MONTH, RENEWAL) + ',' + gold))
                .isEqualTo("price_gold");
    }

    @Test
    void aPriceThatSaysItIsMeteredIsNotThePlanInAnyPeriod() {
        String gold = before("price_gold", 0, "licensed", RENEWAL, RENEWAL + MONTH);

        assertThat(plan("invoice.payment_succeeded", before("price_tokens", 9000, "metered", RENEWAL, RENEWAL + MONTH) + ',' + gold)).isEqualTo("price_gold");
        assertThat(plan("invoice.payment_succeeded", gold.replace("'price':", "'plan':").replace("'recurring':{'interval':'month',", "").replace("'}}", "'}")
                + ',' + before("price_tokens", 9000, "metered", RENEWAL, RENEWAL + MONTH))).isEqualTo("price_gold");
    }

    @Test
    void amongPlansTheDearestAndAmongUsageAlone() {
        assertThat(plan("invoice.payment_succeeded", basil("price_seat", 500, RENEWAL, RENEWAL + MONTH) + ',' + basil("price_gold", 900, RENEWAL, RENEWAL + MONTH)
                + ',' + basil("price_year", 200, RENEWAL, RENEWAL + 12 * MONTH))).isEqualTo("price_gold");
        assertThat(plan("invoice.payment_succeeded", basil("price_few", 5, RENEWAL - MONTH, RENEWAL) + ',' + basil("price_many", 900, RENEWAL - MONTH, RENEWAL)))
                .isEqualTo("price_many");
    }

    @Test
    void aSubscriptionIsNamedAfterAMeteredPriceOnlyWhenItHasNoOther() {
        String metered = "{'price':{'id':'price_tokens','recurring':{'interval':'month','usage_type':'metered'},'unit_amount':5}}";
        String tiered = "{'quantity':1,'price':{'id':'price_gold','billing_scheme':'tiered','unit_amount':null,'recurring':{'interval':'month','usage_type':'licensed'}}}";

        assertThat(subscribed(metered + ',' + tiered)).isEqualTo("price_gold");
        assertThat(subscribed(tiered + ',' + metered)).isEqualTo("price_gold");
        assertThat(subscribed(metered)).isEqualTo("price_tokens");
    }

    private Object subscribed(String items) {
        return events.map(event("customer.subscription.created", "{'id':'sub_1','object':'subscription','customer':'cus_1','status':'active',"
                + "'items':{'object':'list','data':[" + items + "]}}")).events().get(0).data().get("plan");
    }
}
