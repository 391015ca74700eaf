package com.versaai.hub.connector;

import com.versaai.hub.event.Event;
import java.util.List;
import java.util.Locale;

/**
 * What became of one provider event.
 *
 * @param events  in the order to publish; empty unless mapped
 * @param outcome a metric tag, with {@link Outcome#reason()}
 * @param why     for the timeline: a fixed text, free of customer data; null when mapped
 * @param fetch   with {@link Outcome#NEEDS_OBJECT}: path below the provider's base URL, {@code /v1/payment_intents/pi_1};
 *                else null
 * @param account with {@link Outcome#NEEDS_OBJECT}: the connected account to fetch as ({@code Stripe-Context}), or null
 */
public record InboundMapping(List<Event> events, Outcome outcome, String why, String fetch, String account) {

    /** How a provider event ended. */
    public enum Outcome {
        MAPPED,
        /** Known, and deliberately without effect: another event tells the same, or it tells nothing the hub carries. */
        IGNORED,
        /** No mapping for this type: acknowledged, kept, counted. */
        UNKNOWN,
        /** Of a batch some elements, not all: those are published, the whole request is kept as a dead letter too. */
        PARTIAL,
        /** A thin event of a mapped type: fetch the object, then map again with it. */
        NEEDS_OBJECT;

        /** Lower case, for tags. */
        public String reason() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public InboundMapping {
        events = List.copyOf(events);
    }

    public static InboundMapping of(List<Event> events) {
        return new InboundMapping(events, Outcome.MAPPED, null, null, null);
    }

    /** @param why which elements could not be mapped, without their values */
    public static InboundMapping partial(List<Event> events, String why) {
        return new InboundMapping(events, Outcome.PARTIAL, why, null, null);
    }

    public static InboundMapping ignored(String why) {
        return new InboundMapping(List.of(), Outcome.IGNORED, why, null, null);
    }

    public static InboundMapping unknown(String why) {
        return new InboundMapping(List.of(), Outcome.UNKNOWN, why, null, null);
    }

    public static InboundMapping needsObject(String path, String account) {
        return new InboundMapping(List.of(), Outcome.NEEDS_OBJECT, "a thin event names its object only: fetch it", path, account);
    }
}
