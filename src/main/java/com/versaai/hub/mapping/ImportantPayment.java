package com.versaai.hub.mapping;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Above which amount a payment is important, in each currency. All amounts are in major units, as people write them.
 *
 * @param amount     the threshold in {@code currency}
 * @param currency   ISO 4217 code
 * @param convert    whether other currencies are compared by {@code rates}; false: only {@code currency} and {@code thresholds} count
 * @param rates      code → how much of that currency is worth as much as 1 of any fixed one, usually USD: only their ratios count
 * @param ratesAsOf  the day of the rates, {@code 2024-12-31}, told with each threshold that comes of them; blank: not told
 * @param thresholds code → the threshold in that currency, whatever the rates say
 */
record ImportantPayment(
        @NotNull @PositiveOrZero @DefaultValue("100") BigDecimal amount,
        @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code") @DefaultValue("USD") String currency,
        @DefaultValue("true") boolean convert,
        @NotNull @Pattern(regexp = "|\\d{4}-\\d{2}-\\d{2}", message = "must be a day, as 2024-12-31") @DefaultValue("") String ratesAsOf,
        Map<@Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code") String, @NotNull @Positive BigDecimal> rates,
        Map<@Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code") String, @NotNull @PositiveOrZero BigDecimal> thresholds) {

    ImportantPayment {
        currency = currency == null ? null : currency.strip().toUpperCase(Locale.ROOT);
        rates = inCapitals(rates);
        thresholds = inCapitals(thresholds);
    }

    /** Found by Spring for a setting that is one value, as it was when 10000 meant 10 000 minor units of whatever currency. */
    public static ImportantPayment valueOf(String number) {
        throw new IllegalArgumentException("hub.events.important-payment is no number any more (it was minor units, of whatever currency)."
                + " Write hub.events.important-payment.amount in major units and hub.events.important-payment.currency: 10000 was 100 USD");
    }

    /** The environment knows no capitals. What comes first is of the source that wins. */
    private static Map<String, BigDecimal> inCapitals(Map<String, BigDecimal> amounts) {
        Map<String, BigDecimal> named = new HashMap<>();
        if (amounts != null) {
            amounts.forEach((code, amount) -> named.putIfAbsent(code.toUpperCase(Locale.ROOT), amount));
        }
        return Map.copyOf(named);
    }

    @AssertTrue(message = "rates must have the currency of the amount, or convert be false")
    boolean isComparable() {
        return !convert || rates.isEmpty() || rates.containsKey(currency);
    }

    /** Whether the threshold in that currency comes of the rates. */
    boolean isConverted(String code) {
        return !thresholds.containsKey(code) && !code.equals(currency) && convert && rates.containsKey(code) && rates.containsKey(currency);
    }

    /** In major units; null for a currency in which nothing is important, because nobody said what it is worth. */
    BigDecimal threshold(String code) {
        if (thresholds.containsKey(code)) {
            return thresholds.get(code);
        }
        if (code.equals(currency)) {
            return amount;
        }
        return isConverted(code) ? amount.multiply(rates.get(code)).divide(rates.get(currency), MathContext.DECIMAL64) : null;
    }
}
