package com.versaai.hub.connector.stripe;

/** Names for Stripe prices: as configured, else what Stripe calls them. */
final class StripePlans {

    private final PlanSettings settings;

    StripePlans(PlanSettings settings) {
        this.settings = settings;
    }

    /** The plan behind a price, or behind a plan object of older API versions; null when it is absent. */
    String name(StripeObject price) {
        String id = price.text("id");
        String lookupKey = price.text("lookup_key");
        String configured = settings.name(id, lookupKey, price.id("product"));
        if (configured != null) {
            return configured;
        }
        String product = price.expanded("product").text("name");
        return first(price.text("nickname"), lookupKey, product, id);
    }

    /** The plan where only ids are told. */
    String name(String price, String product) {
        return first(settings.name(price, product), price, product);
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
