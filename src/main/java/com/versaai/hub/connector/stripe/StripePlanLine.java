package com.versaai.hub.connector.stripe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * One item of a subscription.
 *
 * @param price    price id; null where a partial previous value doesn't tell
 * @param name     plan name; null likewise
 * @param quantity null for metered prices
 * @param daily    minor units a day, quantity included; null where Stripe tells no amount (tiers, metered)
 * @param source   the price or plan object
 * @param item     where it was read; may be the subscription itself in very old shapes
 */
record StripePlanLine(String price, String name, Long quantity, BigDecimal daily, StripeObject source, StripeObject item) {

    /** Up to 12 decimals as Stripe allows; nothing whose arithmetic could grow. */
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1,12})?");
    private static final BigDecimal DAYS_PER_YEAR = BigDecimal.valueOf(365);

    /** The items of a subscription, or of the previous values of one; empty when it mentions none. */
    static List<StripePlanLine> of(StripeObject subscription, StripePlans plans) {
        List<StripePlanLine> lines = new ArrayList<>();
        for (StripeObject item : subscription.list("items")) {
            StripeObject price = item.expanded("price");
            lines.add(line(price.isPresent() ? price : item.expanded("plan"), item, plans));
        }
        if (lines.isEmpty() && subscription.expanded("plan").isPresent()) {
            lines.add(line(subscription.expanded("plan"), subscription, plans));
        }
        return lines;
    }

    /**
     * The item that gives the subscription its plan name: the dearest, the first among equals, a metered one only when all are; null when
     * there is none.
     */
    static StripePlanLine leading(List<StripePlanLine> lines) {
        return lines.stream().reduce(BinaryOperator.maxBy(Comparator.comparing((StripePlanLine line) -> !isMetered(line.source))
                .thenComparing(StripePlanLine::daily, Comparator.nullsFirst(Comparator.naturalOrder())))).orElse(null);
    }

    /** Whether a price or plan counts what is used; false where it doesn't tell. */
    static boolean isMetered(StripeObject price) {
        return "metered".equals(recurring(price).text("usage_type"));
    }

    /** What the items cost a day together; null if that can't be said. */
    static BigDecimal total(List<StripePlanLine> lines) {
        BigDecimal total = BigDecimal.ZERO;
        for (StripePlanLine line : lines) {
            if (line.daily == null) {
                return null;
            }
            total = total.add(line.daily);
        }
        return total;
    }

    private static StripePlanLine line(StripeObject price, StripeObject item, StripePlans plans) {
        Long quantity = item.number("quantity");
        return new StripePlanLine(price.text("id"), plans.name(price), quantity, daily(price, quantity), price, item);
    }

    /** The same price in another quantity. */
    StripePlanLine withQuantity(Long other) {
        return new StripePlanLine(price, name, other, daily(source, other), source, item);
    }

    private static BigDecimal daily(StripeObject price, Long quantity) {
        BigDecimal unit = unitAmount(price);
        BigDecimal perYear = periodsPerYear(recurring(price));
        if (unit == null || perYear == null || isMetered(price)) {
            return null;
        }
        BigDecimal amount = unit.multiply(BigDecimal.valueOf(quantity == null ? 1 : quantity));
        return amount.multiply(perYear).divide(DAYS_PER_YEAR, MathContext.DECIMAL64);
    }

    /** Of a price; a plan of older API versions says the same of itself. */
    private static StripeObject recurring(StripeObject price) {
        return price.object("recurring").isPresent() ? price.object("recurring") : price;
    }

    private static BigDecimal unitAmount(StripeObject price) {
        for (String field : List.of("unit_amount_decimal", "amount_decimal")) {
            String decimal = price.text(field);
            if (decimal != null && DECIMAL.matcher(decimal).matches()) {
                return new BigDecimal(decimal);
            }
        }
        Long amount = price.number("unit_amount");
        amount = amount == null ? price.number("amount") : amount;
        return amount == null ? null : BigDecimal.valueOf(amount);
    }

    private static BigDecimal periodsPerYear(StripeObject recurring) {
        String interval = recurring.text("interval");
        Long count = recurring.number("interval_count");
        int perYear = interval == null ? 0 : switch (interval) {
            case "day" -> 365;
            case "week" -> 52;
            case "month" -> 12;
            case "year" -> 1;
            default -> 0;
        };
        if (perYear == 0 || count != null && count < 1) {
            return null;
        }
        return BigDecimal.valueOf(perYear).divide(BigDecimal.valueOf(count == null ? 1 : count), MathContext.DECIMAL64);
    }
}
