package com.versaai.hub.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes Stripe event bodies of every type the hub knows, with fresh ids, printed as Stripe prints them:
 *
 * <pre>{@code
 * StripeSamples samples = new StripeSamples(Clock.systemUTC());
 * StripeSample paid = samples.make("payment_intent.succeeded", Shape.CURRENT, Map.of("amount", "12345", "currency", "eur"));
 * }</pre>
 *
 * Values that can be overridden are listed in {@link #OVERRIDES}; {@code id} is the event's id, {@code objectId} that of its object.
 */
public final class StripeSamples {

    /** Which API version's shape. */
    public enum Shape {
        /** After 2025-03-31: {@code invoice.parent}, period on the subscription item. */
        CURRENT("2025-08-27.basil"),
        /** Before: {@code invoice.subscription}, {@code invoice.payment_intent}, period on the subscription. */
        LEGACY("2024-06-20"),
        /** A v2 thin event: no snapshot, only the related object's id. */
        THIN("");

        final String apiVersion;

        Shape(String apiVersion) {
            this.apiVersion = apiVersion;
        }
    }

    /** Names of the values a caller may set. */
    public static final Set<String> OVERRIDES = Set.of("id", "objectId", "amount", "amountRefunded", "currency", "customer", "email",
            "name", "plan", "previousPlan", "product", "status", "previousStatus", "reason", "description", "subscription", "invoice",
            "paymentIntent", "charge", "created", "periodStart", "periodEnd", "trialEnd", "nextAttempt", "livemode");

    private record Type(String template, String objectType, String idPrefix, String url, Set<String> variants, Map<String, String> defaults) {
    }

    private static final Map<String, Type> TYPES = new LinkedHashMap<>();
    private static final Set<String> NUMBERS = Set.of("amount", "amountRefunded", "created", "periodStart", "periodEnd", "trialEnd", "nextAttempt");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final long DAY = 86_400;

    static {
        type("payment_intent.succeeded", "payment_intent", "pi_3", "payment_intents", Set.of("ok"), Map.of());
        type("payment_intent.payment_failed", "payment_intent", "pi_3", "payment_intents", Set.of("failed"), Map.of("reason", "insufficient_funds"));
        type("customer.subscription.created", "subscription", "sub_1", "subscriptions", Set.of("live", "paying"), Map.of("status", "active"));
        type("customer.subscription.updated", "subscription", "sub_1", "subscriptions", Set.of("live", "paying", "updated", "status"),
                Map.of("status", "active", "previousStatus", "past_due"));
        type("customer.subscription.deleted", "subscription", "sub_1", "subscriptions", Set.of("deleted", "paying"), Map.of("status", "canceled"));
        type("customer.subscription.trial_will_end", "subscription", "sub_1", "subscriptions", Set.of("live", "trial"), Map.of("status", "trialing"));
        type("invoice.payment_succeeded", "invoice", "in_1", "invoices", Set.of("ok"), Map.of());
        type("invoice.payment_failed", "invoice", "in_1", "invoices", Set.of("failed"), Map.of());
        type("charge.refunded", "charge", "ch_3", "charges", Set.of(), Map.of());
        type("charge.dispute.created", "dispute", "dp_1", "disputes", Set.of(), Map.of("reason", "fraudulent"));
        type("radar.early_fraud_warning.created", "early_fraud_warning", "issfr_1", "radar/early_fraud_warnings", Set.of(),
                Map.of("reason", "made_with_stolen_card"));
    }

    private static void type(String name, String template, String idPrefix, String url, Set<String> variants, Map<String, String> defaults) {
        String objectType = template.equals("early_fraud_warning") ? "radar.early_fraud_warning" : template;
        TYPES.put(name, new Type(template, objectType, idPrefix, url, variants, defaults));
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, StripeTemplate> templates = new HashMap<>();
    private final StripeTemplate event = new StripeTemplate("event");
    private final StripeTemplate thin = new StripeTemplate("thin");
    private final Clock clock;

    public StripeSamples(Clock clock) {
        this.clock = clock;
        TYPES.values().forEach(type -> templates.computeIfAbsent(type.template(), StripeTemplate::new));
    }

    /** Every event type there is a sample of. */
    public static List<String> types() {
        return List.copyOf(TYPES.keySet());
    }

    /** A sample with default values, current shape. */
    public StripeSample make(String type) {
        return make(type, Shape.CURRENT, Map.of());
    }

    /**
     * A sample.
     *
     * @param overrides values by the names of {@link #OVERRIDES}
     * @throws IllegalArgumentException for an unknown type, an unknown name, or a number that is none
     */
    public StripeSample make(String type, Shape shape, Map<String, String> overrides) {
        Type known = TYPES.get(type);
        if (known == null) {
            throw new IllegalArgumentException("no sample of event type " + type + "; known are " + TYPES.keySet());
        }
        Map<String, JsonNode> values = values(type, known, shape, overrides);
        Set<String> variants = new HashSet<>(known.variants());
        variants.add(shape == Shape.LEGACY ? "legacy" : "current");
        trial(values, variants);
        if (overrides.containsKey("previousPlan")) {
            variants.add("plan");
            if (!overrides.containsKey("previousStatus")) {
                variants.remove("status");
            }
        }
        values.put("object", templates.get(known.template()).fill(values, variants));
        JsonNode body = (shape == Shape.THIN ? thin : event).fill(values, variants);
        return new StripeSample(values.get("id").asText(), type, StripeTemplate.print(body), values.get("objectUrl").asText(),
                StripeTemplate.print(values.get("object")));
    }

    /** A subscription said to be in its trial has a trial end. */
    private static void trial(Map<String, JsonNode> values, Set<String> variants) {
        if (values.get("status").asText().equals("trialing") && variants.remove("paying")) {
            variants.add("trial");
        }
    }

    private Map<String, JsonNode> values(String type, Type known, Shape shape, Map<String, String> overrides) {
        Map<String, String> texts = new HashMap<>(defaults(type, known));
        texts.putAll(known.defaults());
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (!OVERRIDES.contains(override.getKey())) {
                throw new IllegalArgumentException("no value " + override.getKey() + "; known are " + new TreeSet<>(OVERRIDES));
            }
            texts.put(override.getKey(), override.getValue());
        }
        texts.putIfAbsent("amountRefunded", texts.get("amount"));
        texts.put("amountText", texts.get("amount"));
        texts.put("apiVersion", shape.apiVersion);
        texts.put("objectUrl", "/v1/" + known.url() + "/" + texts.get("objectId"));
        Map<String, JsonNode> values = new HashMap<>();
        texts.forEach((name, text) -> values.put(name, node(name, text)));
        values.put("createdIso", JsonNodeFactory.instance.textNode(Instant.ofEpochSecond(values.get("created").asLong()).toString()));
        values.put("refunded", JsonNodeFactory.instance.booleanNode(texts.get("amountRefunded").equals(texts.get("amount"))));
        values.put("paid", JsonNodeFactory.instance.booleanNode(known.variants().contains("ok")));
        return values;
    }

    private Map<String, String> defaults(String type, Type known) {
        long now = clock.instant().getEpochSecond();
        Map<String, String> texts = new HashMap<>();
        texts.put("type", type);
        texts.put("objectType", known.objectType());
        texts.put("id", id("evt_1", 23));
        texts.put("objectId", id(known.idPrefix(), 23));
        texts.put("amount", "12345");
        texts.put("currency", "usd");
        texts.put("customer", id("cus_", 14));
        texts.put("email", "zoe@example.com");
        texts.put("name", "Zoë Muñoz");
        texts.put("plan", "price_pro_monthly");
        texts.put("previousPlan", "price_basic_monthly");
        texts.put("product", "prod_versaai");
        texts.put("status", "active");
        texts.put("previousStatus", "past_due");
        texts.put("reason", "");
        texts.put("description", "VersaAI Pro");
        texts.put("subscription", id("sub_1", 23));
        texts.put("subscriptionItem", id("si_", 14));
        texts.put("invoice", id("in_1", 23));
        texts.put("invoicePayment", id("inpay_1", 23));
        texts.put("lineItem", id("il_1", 23));
        texts.put("paymentIntent", id("pi_3", 23));
        texts.put("paymentMethod", id("pm_1", 23));
        texts.put("charge", id("ch_3", 23));
        texts.put("balanceTransaction", id("txn_3", 23));
        texts.put("request", id("req_", 14));
        texts.put("idempotencyKey", UUID.randomUUID().toString());
        texts.put("created", Long.toString(now));
        texts.put("periodStart", Long.toString(now));
        texts.put("periodEnd", Long.toString(now + 30 * DAY));
        texts.put("trialEnd", Long.toString(now + 3 * DAY));
        texts.put("nextAttempt", Long.toString(now + 3 * DAY));
        texts.put("livemode", "false");
        return texts;
    }

    private static JsonNode node(String name, String text) {
        if (name.equals("livemode")) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text));
        }
        if (!NUMBERS.contains(name)) {
            return JsonNodeFactory.instance.textNode(text);
        }
        try {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number", e);
        }
    }

    private String id(String prefix, int length) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
