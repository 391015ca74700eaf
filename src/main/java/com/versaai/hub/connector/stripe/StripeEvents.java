package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictJson;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Translates verified Stripe events into the hub's own (table and decisions: {@code docs/webhooks-stripe.md}). Reads the
 * shapes before and after API version 2025-03-31.basil, and thin (v2) events. Pure and thread-safe: the same bytes give
 * the same events with the same ids.
 */
final class StripeEvents implements InboundMapper {

    /** A path below the provider's base URL; the sender must not be able to name another host. */
    private static final Pattern PATH = Pattern.compile("/v[12](/[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}){1,8}");

    private static final Map<String, String> TOLD_BY_OTHERS = Map.ofEntries(
            Map.entry("invoice.paid", "invoice.payment_succeeded tells it"),
            Map.entry("invoice_payment.paid", "payment_intent.succeeded tells it"),
            Map.entry("charge.succeeded", "payment_intent.succeeded tells it"),
            Map.entry("charge.failed", "payment_intent.payment_failed or invoice.payment_failed tells it"),
            Map.entry("refund.created", "charge.refunded tells it"),
            Map.entry("refund.updated", "charge.refunded tells it"),
            Map.entry("charge.refund.updated", "charge.refunded tells it"),
            Map.entry("customer.subscription.paused", "customer.subscription.updated tells it"),
            Map.entry("customer.subscription.resumed", "customer.subscription.updated tells it"),
            Map.entry("checkout.session.completed", "payment_intent.succeeded or customer.subscription.created tells it"),
            Map.entry("v2.core.event_destination.ping", "a test of the event destination"));

    private final Map<String, Function<StripeEnvelope, InboundMapping>> mappers;

    /** @param plans what the company calls its plans */
    public StripeEvents(PlanSettings plans) {
        StripePlans names = new StripePlans(plans);
        StripePayments payments = new StripePayments();
        StripeInvoices invoices = new StripeInvoices(names);
        StripeSubscriptions subscriptions = new StripeSubscriptions(plans, names);
        mappers = Map.ofEntries(
                Map.entry("payment_intent.succeeded", payments::succeeded),
                Map.entry("payment_intent.payment_failed", payments::failed),
                Map.entry("charge.refunded", payments::refunded),
                Map.entry("charge.dispute.created", payments::disputed),
                Map.entry("radar.early_fraud_warning.created", payments::warned),
                Map.entry("invoice.payment_failed", invoices::failed),
                Map.entry("invoice.payment_succeeded", invoices::paid),
                Map.entry("customer.subscription.created", subscriptions::created),
                Map.entry("customer.subscription.updated", subscriptions::updated),
                Map.entry("customer.subscription.deleted", subscriptions::deleted));
    }

    /**
     * Maps one event as Stripe sent it.
     *
     * @throws MalformedBodyException if it is not JSON; the door has ruled that out
     * @throws UnmappableException    if a field that is needed is missing or of the wrong type
     */
    @Override
    public InboundMapping map(InboundRequest request) {
        return map(request.body());
    }

    @Override
    public InboundMapping map(InboundRequest request, byte[] object) {
        return map(request.body(), object);
    }

    InboundMapping map(byte[] body) {
        StripeEnvelope envelope = envelope(body);
        Function<StripeEnvelope, InboundMapping> mapper = mappers.get(envelope.type());
        if (mapper == null) {
            String why = TOLD_BY_OTHERS.get(envelope.type());
            return why != null ? InboundMapping.ignored(why) : InboundMapping.unknown("the hub has no mapping for this type");
        }
        if (!envelope.thin()) {
            return mapper.apply(envelope);
        }
        String path = envelope.root().object("related_object").text("url");
        if (path == null) {
            return InboundMapping.unknown("a thin event without related object");
        }
        if (!PATH.matcher(path).matches()) {
            throw envelope.root().object("related_object").wrong("url", "is no Stripe path");
        }
        return InboundMapping.needsObject(path, envelope.account());
    }

    /**
     * Maps a thin event together with the object it names, after {@link InboundMapping.Outcome#NEEDS_OBJECT}. The object is
     * as of now, not as of the event; and what changed is not known, so a subscription update says {@code updated}.
     *
     * @param body    the thin event as Stripe sent it
     * @param fetched the answer to {@code GET} {@link Mapping#fetch()}
     * @throws MalformedBodyException if one of them is not JSON
     * @throws UnmappableException       as in {@link #map(byte[])}
     */
    InboundMapping map(byte[] body, byte[] fetched) {
        StripeEnvelope envelope = envelope(body);
        Function<StripeEnvelope, InboundMapping> mapper = mappers.get(envelope.type());
        if (!envelope.thin() || mapper == null) {
            return map(body);
        }
        StripeObject object = envelope.root().fetched(StrictJson.tree(fetched));
        String expected = envelope.root().object("related_object").text("id");
        if (expected != null && !expected.equals(object.text("id"))) {
            throw object.wrong("id", "is not the id the event names");
        }
        return mapper.apply(envelope.with(object));
    }

    private static StripeEnvelope envelope(byte[] body) {
        return StripeEnvelope.of(new StripeObject(StrictJson.tree(body)));
    }
}
