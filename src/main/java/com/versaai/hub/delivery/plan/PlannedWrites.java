package com.versaai.hub.delivery.plan;

import com.versaai.hub.engine.GroupCommit.Write;
import org.apache.camel.Exchange;

/** What the route of an event wants written down without delivering anything: it shares the transaction of the route's decisions. */
public final class PlannedWrites {

    private PlannedWrites() {
    }

    /**
     * Adds writes to the plan of an exchange that comes from {@code kamelet:hub-event-source}. Nothing happens before the event's
     * route is through, nothing at all when it fails or is only run for show.
     *
     * @param who  stands in the place of a destination in the timeline
     * @param what stands in the place of an action
     * @param why  the reason, for the timeline
     */
    public static void add(Exchange exchange, String who, String what, String why, Write... writes) {
        DeliveryPlan.of(exchange).write(who, what, why, writes);
    }
}
