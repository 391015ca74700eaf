package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Bean {@code amounts}: which payments the routes tell to people, by {@code hub.events.important-payment}. */
public final class Amounts {

    private final ImportantPayment settings;
    private final ObjectMapper json;

    Amounts(ImportantPayment settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /** Whether the event's amount is above the threshold in its currency. */
    public boolean important(Event event) {
        BigDecimal amount = Values.decimal(json.valueToTree(event.data().get("amount")));
        String currency = currency(event);
        BigDecimal threshold = currency == null ? null : settings.threshold(currency);
        return amount != null && threshold != null && Money.major(amount, currency).compareTo(threshold) > 0;
    }

    /** Whether nobody said what is much in the event's currency: no such payment is important. */
    public boolean incomparable(Event event) {
        String currency = currency(event);
        return currency == null || settings.threshold(currency) == null;
    }

    /** The threshold for this event, as people read it, and where it comes from; or why there is none. */
    public String threshold(Event event) {
        String currency = currency(event);
        if (incomparable(event)) {
            return currency == null ? "never important: its currency is no ISO 4217 code" : "never important: no threshold in " + currency
                    + " (hub.events.important-payment.thresholds." + currency + " or .rates." + currency + ")";
        }
        String threshold = written(settings.threshold(currency), currency);
        return !settings.isConverted(currency) ? threshold : threshold + ", which is " + written(settings.amount(), settings.currency())
                + (settings.ratesAsOf().isEmpty() ? " by hub.events.important-payment.rates" : " at the rate of " + settings.ratesAsOf());
    }

    private static String written(BigDecimal major, String currency) {
        BigDecimal minor = major.movePointRight(Money.digits(currency));
        return Money.format(minor.setScale(0, RoundingMode.HALF_UP), currency);
    }

    private String currency(Event event) {
        return Money.code(Values.text(json.valueToTree(event.data().get("currency"))));
    }
}
