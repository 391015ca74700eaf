package com.versaai.hub.connector.stripe;

import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Subscriptions of both shapes: the current period on the subscription, or on its items. */
final class StripeSubscriptions {

    private final StripePlans plans;
    private final StripeChange changes;

    StripeSubscriptions(PlanSettings settings, StripePlans plans) {
        this.plans = plans;
        this.changes = new StripeChange(settings, plans);
    }

    InboundMapping created(StripeEnvelope event) {
        return map(event, "created", null);
    }

    InboundMapping deleted(StripeEnvelope event) {
        return map(event, "canceled", event.previous().text("status"));
    }

    InboundMapping updated(StripeEnvelope event) {
        StripeObject subscription = event.object("subscription");
        String before = event.previous().text("status");
        // Without previous values (a thin event) nobody knows; with them, what is not mentioned did not change.
        String previousStatus = before != null || !event.previous().isPresent() ? before : subscription.text("status");
        return map(event, changes.of(subscription, event.previous()), previousStatus);
    }

    private InboundMapping map(StripeEnvelope event, String change, String previousStatus) {
        StripeObject subscription = event.object("subscription");
        StripeObject metadata = subscription.object("metadata");
        String customer = StripePayments.customer(subscription);
        String status = subscription.requiredText("status");
        List<StripePlanLine> lines = StripePlanLine.of(subscription, plans);
        StripePlanLine leading = StripePlanLine.leading(lines);
        String plan = leading == null ? metadata.text("plan") : leading.name();
        Instant periodEnd = periodEnd(subscription, leading);

        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", customer);
        data.put("plan", plan);
        data.put("status", status);
        data.put("previousStatus", previousStatus);
        data.put("change", change);
        data.put("subscriptionId", subscription.requiredText("id"));
        data.put("previousPlan", changes.previousPlan(subscription, event.previous()));
        data.put("quantity", leading == null ? null : leading.quantity());
        data.put("periodEnd", StripePayments.text(periodEnd));
        data.put("cancelAtPeriodEnd", subscription.flag("cancel_at_period_end"));
        if (lines.size() > 1) {
            data.put("plans", lines.stream().map(StripePlanLine::name).toList());
        }
        List<Event> events = new ArrayList<>(2);
        events.add(event.event("user.subscription.changed", customer, metadata, data));
        if (startsTrial(event, status, previousStatus)) {
            Instant trialEnd = subscription.instant("trial_end");
            Map<String, Object> trial = new LinkedHashMap<>();
            trial.put("customerId", customer);
            trial.put("plan", plan);
            trial.put("periodEnd", StripePayments.text(trialEnd != null ? trialEnd : periodEnd));
            trial.put("subscriptionId", subscription.requiredText("id"));
            events.add(event.event("trial.started", customer, metadata, trial));
        }
        return InboundMapping.of(events);
    }

    private static boolean startsTrial(StripeEnvelope event, String status, String previousStatus) {
        boolean created = event.type().equals("customer.subscription.created");
        boolean entered = previousStatus != null && !previousStatus.equals("trialing");
        return status.equals("trialing") && (created || entered);
    }

    static Instant periodEnd(StripeObject subscription, StripePlanLine leading) {
        Instant ofItem = leading == null ? null : leading.item().instant("current_period_end");
        return ofItem != null ? ofItem : subscription.instant("current_period_end");
    }
}
