package com.versaai.hub.connector.stripe;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Says in one word what an updated subscription's previous values mean; the weightiest change wins. */
final class StripeChange {

    private final PlanSettings settings;
    private final StripePlans plans;

    StripeChange(PlanSettings settings, StripePlans plans) {
        this.settings = settings;
        this.plans = plans;
    }

    /**
     * The change, from previous to present.
     *
     * @param previous the attributes that changed, with their old values; absent if not told
     */
    String of(StripeObject subscription, StripeObject previous) {
        String status = subscription.requiredText("status");
        boolean statusChanged = previous.text("status") != null && !status.equals(previous.text("status"));
        if (statusChanged && (status.equals("canceled") || status.equals("incomplete_expired"))) {
            return "canceled";
        }
        String plan = ofPlan(subscription, previous);
        if (plan != null) {
            return plan;
        }
        if (statusChanged) {
            return ofStatus(status);
        }
        if (previous.mentions("pause_collection")) {
            return subscription.object("pause_collection").isPresent() ? "paused" : "resumed";
        }
        if (previous.mentions("cancel_at_period_end") || previous.mentions("cancel_at")) {
            boolean ends = subscription.flag("cancel_at_period_end") || subscription.instant("cancel_at") != null;
            return ends ? "cancellation_scheduled" : "cancellation_revoked";
        }
        return renewed(subscription, previous) ? "renewed" : "updated";
    }

    /** The plan before, where it was another one; else null. */
    String previousPlan(StripeObject subscription, StripeObject previous) {
        StripePlanLine before = StripePlanLine.leading(before(subscription, previous));
        StripePlanLine after = StripePlanLine.leading(StripePlanLine.of(subscription, plans));
        boolean same = before == null || before.name() == null || after != null && before.name().equals(after.name());
        return same ? null : before.name();
    }

    private static String ofStatus(String status) {
        return switch (status) {
            case "active" -> "activated";
            case "trialing" -> "trial_started";
            case "past_due", "unpaid" -> "payment_overdue";
            case "paused" -> "paused";
            default -> "updated";
        };
    }

    /** Null if neither prices nor quantities changed, or if that can't be told. */
    private String ofPlan(StripeObject subscription, StripeObject previous) {
        List<StripePlanLine> before = before(subscription, previous);
        List<StripePlanLine> after = StripePlanLine.of(subscription, plans);
        boolean told = !before.isEmpty() && before.stream().allMatch(line -> line.price() != null);
        if (!told || bought(before).equals(bought(after))) {
            return null;
        }
        int order = compare(before, after);
        return order > 0 ? "upgraded" : order < 0 ? "downgraded" : "plan_changed";
    }

    /** The items before. Stripe repeats the whole list when one changed; very old shapes tell plan and quantity instead. */
    private List<StripePlanLine> before(StripeObject subscription, StripeObject previous) {
        List<StripePlanLine> lines = StripePlanLine.of(previous, plans);
        List<StripePlanLine> now = StripePlanLine.of(subscription, plans);
        if (previous.mentions("items") || now.size() != 1 || !previous.mentions("plan") && !previous.mentions("quantity")) {
            return lines;
        }
        StripePlanLine line = lines.isEmpty() ? now.get(0) : lines.get(0);
        Long quantity = previous.mentions("quantity") ? previous.number("quantity") : now.get(0).quantity();
        return List.of(line.withQuantity(quantity));
    }

    /** Positive: dearer or higher now. The configured order goes first, since a higher plan may be cheaper by the year. */
    private int compare(List<StripePlanLine> before, List<StripePlanLine> after) {
        StripePlanLine old = StripePlanLine.leading(before);
        StripePlanLine now = StripePlanLine.leading(after);
        int from = settings.rank(old.name());
        int to = now == null ? -1 : settings.rank(now.name());
        if (from >= 0 && to >= 0 && from != to) {
            return Integer.compare(to, from);
        }
        if (now != null && old.name() != null && old.name().equals(now.name()) && Objects.equals(old.quantity(), now.quantity())) {
            // By the year instead of by the month, or a new price for the same plan.
            return Integer.compare(after.size(), before.size());
        }
        BigDecimal was = StripePlanLine.total(before);
        BigDecimal is = StripePlanLine.total(after);
        return was == null || is == null ? 0 : is.compareTo(was);
    }

    private static Set<String> bought(List<StripePlanLine> lines) {
        Set<String> bought = new HashSet<>();
        lines.forEach(line -> bought.add(line.price() + " x " + line.quantity()));
        return bought;
    }

    private boolean renewed(StripeObject subscription, StripeObject previous) {
        Instant now = StripeSubscriptions.periodEnd(subscription, StripePlanLine.leading(StripePlanLine.of(subscription, plans)));
        Instant before = previous.instant("current_period_end");
        for (StripeObject item : previous.list("items")) {
            Instant ofItem = item.instant("current_period_end");
            before = before == null || ofItem != null && ofItem.isAfter(before) ? ofItem : before;
        }
        return before != null && now != null && now.isAfter(before);
    }
}
