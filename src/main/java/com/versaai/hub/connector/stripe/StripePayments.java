package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.InboundMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Payment intents, charges, disputes and fraud warnings. */
final class StripePayments {

    /** Who pays: since 2025 possibly an account instead of a customer. */
    static String customer(StripeObject object) {
        String customer = object.id("customer");
        return customer != null ? customer : object.id("customer_account");
    }

    /** The fields every {@code payment.*} event has, null where Stripe doesn't tell. */
    static Map<String, Object> data(String customer, Long amount, String currency, String payment, String plan, String reason) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", customer);
        data.put("amount", amount);
        data.put("currency", currency);
        data.put("paymentId", payment);
        data.put("plan", plan);
        data.put("reason", reason);
        return data;
    }

    InboundMapping succeeded(StripeEnvelope event) {
        StripeObject intent = event.object("payment_intent");
        StripeObject metadata = intent.object("metadata");
        String customer = customer(intent);
        Map<String, Object> data = data(customer, intent.amount("amount_received", "amount"), intent.currency(),
                intent.requiredText("id"), metadata.text("plan"), null);
        data.put("invoiceId", invoice(intent));
        return InboundMapping.of(List.of(event.event("payment.processed", customer, metadata, data)));
    }

    InboundMapping failed(StripeEnvelope event) {
        StripeObject intent = event.object("payment_intent");
        if (invoice(intent) != null) {
            // Both events tell of one failure; only the invoice's also comes when there was no card to try.
            return InboundMapping.ignored("it pays an invoice: invoice.payment_failed tells it");
        }
        StripeObject metadata = intent.object("metadata");
        String customer = customer(intent);
        Map<String, Object> data = data(customer, intent.amount("amount"), intent.currency(), intent.requiredText("id"),
                metadata.text("plan"), declineReason(intent));
        return InboundMapping.of(List.of(event.event("payment.failed", customer, metadata, data)));
    }

    /** Why a payment intent failed, in Stripe's words, the issuer's reason first. */
    static String declineReason(StripeObject intent) {
        StripeObject error = intent.object("last_payment_error");
        for (String field : List.of("decline_code", "code", "type")) {
            if (error.text(field) != null) {
                return error.text(field);
            }
        }
        return "unknown";
    }

    InboundMapping refunded(StripeEnvelope event) {
        StripeObject charge = event.object("charge");
        StripeObject metadata = charge.object("metadata");
        String customer = customer(charge);
        long total = charge.amount("amount_refunded");
        Long before = event.previous().number("amount_refunded");
        if (before != null && (before < 0 || before > total)) {
            throw event.previous().wrong("amount_refunded", "is not between 0 and the present amount");
        }
        Map<String, Object> data = data(customer, before == null ? total : total - before, charge.currency(),
                payment(charge, charge.requiredText("id")), metadata.text("plan"), refundReason(charge));
        data.put("chargeId", charge.requiredText("id"));
        data.put("totalRefunded", total);
        data.put("fullyRefunded", charge.flag("refunded"));
        return InboundMapping.of(List.of(event.event("payment.refunded", customer, metadata, data)));
    }

    /** Told only where the charge lists its refunds, newest first; most API versions don't. */
    private static String refundReason(StripeObject charge) {
        List<StripeObject> refunds = charge.list("refunds");
        return refunds.isEmpty() ? null : refunds.get(0).text("reason");
    }

    InboundMapping disputed(StripeEnvelope event) {
        StripeObject dispute = event.object("dispute");
        StripeObject metadata = dispute.object("metadata");
        // A dispute names no customer unless the webhook's charge is expanded.
        String customer = customer(dispute.expanded("charge"));
        Map<String, Object> data = data(customer, dispute.amount("amount"), dispute.currency(),
                payment(dispute, dispute.requiredText("id")), metadata.text("plan"), dispute.text("reason"));
        String status = dispute.text("status");
        data.put("stage", status != null && status.startsWith("warning_") ? "inquiry" : "dispute");
        data.put("disputeId", dispute.requiredText("id"));
        data.put("chargeId", dispute.id("charge"));
        data.put("status", status);
        data.put("respondBy", text(dispute.object("evidence_details").instant("due_by")));
        return InboundMapping.of(List.of(event.event("payment.disputed", customer, metadata, data)));
    }

    InboundMapping warned(StripeEnvelope event) {
        StripeObject warning = event.object("radar.early_fraud_warning");
        StripeObject charge = warning.expanded("charge");
        String customer = customer(charge);
        Map<String, Object> data = data(customer, charge.number("amount"), charge.isPresent() ? charge.currency() : null,
                payment(warning, warning.requiredText("id")), null, "early_fraud_warning");
        data.put("stage", "warning");
        data.put("warningId", warning.requiredText("id"));
        data.put("chargeId", warning.id("charge"));
        data.put("fraudType", warning.text("fraud_type"));
        data.put("actionable", warning.flag("actionable"));
        return InboundMapping.of(List.of(event.event("payment.disputed", customer, charge.object("metadata"), data)));
    }

    /** The payment intent where there is one (not for old Charges integrations), else the charge. */
    private static String payment(StripeObject object, String fallback) {
        String intent = object.id("payment_intent");
        if (intent != null) {
            return intent;
        }
        String charge = object.id("charge");
        return charge != null ? charge : fallback;
    }

    /** The invoice a payment intent pays: a field of its own before basil, afterwards the order reference. */
    private static String invoice(StripeObject intent) {
        String invoice = intent.id("invoice");
        if (invoice != null) {
            return invoice;
        }
        String order = intent.object("payment_details").text("order_reference");
        return order != null && order.startsWith("in_") ? order : null;
    }

    /** ISO 8601, null stays null. */
    static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
