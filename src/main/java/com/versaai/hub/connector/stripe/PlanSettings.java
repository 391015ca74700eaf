package com.versaai.hub.connector.stripe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the company calls its plans.
 *
 * @param plans     Stripe price id, lookup key or product id → plan name. Only letters and digits of a key count, in any
 *                  case, because Spring drops the underscores of {@code price_1Abc} unless the key is quoted in brackets
 * @param planOrder plan names, lowest first; decides between upgrade and downgrade where prices don't tell
 */
@ConfigurationProperties("hub")
public record PlanSettings(Map<String, String> plans, List<String> planOrder) {

    public PlanSettings {
        Map<String, String> byKey = new HashMap<>();
        if (plans != null) {
            plans.forEach((key, name) -> {
                if (name == null || name.isBlank()) {
                    throw new IllegalArgumentException("hub.plans." + key + " has no name");
                }
                String other = byKey.put(normal(key), name);
                if (other != null && !other.equals(name)) {
                    throw new IllegalArgumentException("hub.plans." + key + " is there twice, with different names");
                }
            });
        }
        plans = Map.copyOf(byKey);
        planOrder = planOrder == null ? List.of() : List.copyOf(planOrder);
        if (new HashSet<>(planOrder).size() != planOrder.size()) {
            throw new IllegalArgumentException("hub.plan-order names a plan twice");
        }
    }

    /** The configured name for any of these identifiers, in order; null if there is none. */
    String name(String... identifiers) {
        for (String identifier : identifiers) {
            String name = identifier == null ? null : plans.get(normal(identifier));
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    /** Position in the order, -1 if not listed. */
    int rank(String plan) {
        return plan == null ? -1 : planOrder.indexOf(plan);
    }

    private static String normal(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
