package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.InboundMapping;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Invoices of both shapes: {@code subscription} and {@code payment_intent} of their own, or {@code parent} and {@code payments}. */
final class StripeInvoices {

    private final StripePlans plans;

    StripeInvoices(StripePlans plans) {
        this.plans = plans;
    }

    InboundMapping failed(StripeEnvelope event) {
        StripeObject invoice = event.object("invoice");
        String customer = StripePayments.customer(invoice);
        String id = invoice.requiredText("id");
        StripeObject intent = intent(invoice);
        Map<String, Object> data = StripePayments.data(customer, invoice.amount("amount_remaining", "amount_due"),
                invoice.currency(), intentId(invoice) == null ? id : intentId(invoice), plan(invoice),
                intent.isPresent() ? StripePayments.declineReason(intent) : "invoice_payment_failed");
        data.put("invoiceId", id);
        data.put("subscriptionId", subscription(invoice));
        data.put("attempt", invoice.number("attempt_count"));
        data.put("nextAttempt", StripePayments.text(invoice.instant("next_payment_attempt")));
        return InboundMapping.of(List.of(event.event("payment.failed", customer, metadata(invoice), data)));
    }

    InboundMapping paid(StripeEnvelope event) {
        StripeObject invoice = event.object("invoice");
        if (!"subscription_cycle".equals(invoice.text("billing_reason"))) {
            return InboundMapping.ignored("no renewal; payment_intent.succeeded tells the payment");
        }
        String customer = StripePayments.customer(invoice);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", customer);
        data.put("plan", plan(invoice));
        data.put("periodEnd", StripePayments.text(periodEnd(invoice)));
        data.put("subscriptionId", subscription(invoice));
        data.put("invoiceId", invoice.requiredText("id"));
        data.put("amount", invoice.amount("amount_paid"));
        data.put("currency", invoice.currency());
        return InboundMapping.of(List.of(event.event("subscription.renewed", customer, metadata(invoice), data)));
    }

    private static StripeObject details(StripeObject invoice) {
        StripeObject basil = invoice.object("parent").object("subscription_details");
        return basil.isPresent() ? basil : invoice.object("subscription_details");
    }

    private static String subscription(StripeObject invoice) {
        String before = invoice.id("subscription");
        return before != null ? before : details(invoice).id("subscription");
    }

    /** The invoice's own metadata if it says anything to us, else the subscription's. */
    private static StripeObject metadata(StripeObject invoice) {
        StripeObject own = invoice.object("metadata");
        return own.text("correlation_id") != null || own.text("tenant") != null ? own : details(invoice).object("metadata");
    }

    private static StripeObject intent(StripeObject invoice) {
        StripeObject before = invoice.expanded("payment_intent");
        return before.isPresent() ? before : payment(invoice).expanded("payment_intent");
    }

    private static String intentId(StripeObject invoice) {
        String before = invoice.id("payment_intent");
        return before != null ? before : payment(invoice).id("payment_intent");
    }

    private static StripeObject payment(StripeObject invoice) {
        List<StripeObject> payments = invoice.list("payments");
        return payments.stream().filter(p -> p.flag("is_default")).findFirst()
                .or(() -> payments.stream().findFirst()).map(p -> p.object("payment")).orElse(invoice.absent());
    }

    /**
     * The line for the plan itself: of the subscription, no proration, the dearest, the first among equals. What was used in the period
     * before is on the same invoice, and may well be dearer: such a line names the plan only when there is no other.
     */
    private static StripeObject leadingLine(StripeObject invoice) {
        List<StripeObject> lines = invoice.list("lines").stream().filter(StripeInvoices::isPlan).toList();
        Instant begins = Stream.concat(lines.stream().map(line -> line.object("period").instant("start")), Stream.of(invoice.instant("period_end")))
                .filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(Instant.MIN);
        return lines.stream().reduce(BinaryOperator.maxBy(Comparator.comparing((StripeObject line) -> !isUsage(line, begins))
                .thenComparing(StripeInvoices::order))).orElse(null);
    }

    /** By its price, where that is told; else by its period, which is over when the invoice's next one begins. */
    private static boolean isUsage(StripeObject line, Instant begins) {
        Instant end = line.object("period").instant("end");
        return StripePlanLine.isMetered(price(line)) || end != null && !end.isAfter(begins);
    }

    private static long order(StripeObject line) {
        Long amount = line.number("amount");
        return amount == null ? Long.MIN_VALUE : amount;
    }

    private static boolean isPlan(StripeObject line) {
        StripeObject parent = line.object("parent");
        if (parent.isPresent()) {
            StripeObject item = parent.object("subscription_item_details");
            return "subscription_item_details".equals(parent.text("type")) && !item.flag("proration");
        }
        return "subscription".equals(line.text("type")) && !line.flag("proration");
    }

    private String plan(StripeObject invoice) {
        StripeObject line = leadingLine(invoice);
        if (line == null) {
            return details(invoice).object("metadata").text("plan");
        }
        StripeObject told = line.object("pricing").object("price_details");
        return price(line).isPresent() ? plans.name(price(line)) : plans.name(told.id("price"), told.id("product"));
    }

    /** Price or plan of a line; absent where only ids are told. */
    private static StripeObject price(StripeObject line) {
        StripeObject before = line.expanded("price").isPresent() ? line.expanded("price") : line.expanded("plan");
        return before.isPresent() ? before : line.object("pricing").object("price_details").expanded("price");
    }

    /** Of the lines: the invoice's own {@code period_end} is that of the period before. */
    private static Instant periodEnd(StripeObject invoice) {
        Instant end = null;
        for (StripeObject line : invoice.list("lines")) {
            Instant lineEnd = isPlan(line) ? line.object("period").instant("end") : null;
            if (lineEnd != null && (end == null || lineEnd.isAfter(end))) {
                end = lineEnd;
            }
        }
        return end;
    }
}
