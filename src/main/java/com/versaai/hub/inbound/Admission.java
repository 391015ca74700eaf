package com.versaai.hub.inbound;

import java.util.Locale;

/**
 * Which of a source's proved requests are worked on. The others are acknowledged and kept, so that nothing is lost by a setting that was
 * wrong: sent again after it is mended they are taken for new.
 *
 * @param source   its name
 * @param connect  what becomes of events that are of connected accounts
 * @param livemode whether it is what is real, tests, or both
 * @param said     the property that says so
 */
record Admission(String source, Connect connect, Livemode livemode, String said) {

    /** What is real is the sender's word: one that doesn't say is taken by all. */
    enum Livemode {
        LIVE, TEST, BOTH;

        boolean takes(boolean live) {
            return this == BOTH || live == (this == LIVE);
        }

        /** As it is configured. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Events of somebody's account that the sender passes on (Stripe Connect). */
    enum Connect {
        /** Worked on, as the account's own: they never meet the customers of the sender's own account. */
        OWN,
        /** Refused. */
        IGNORE
    }

    /**
     * Why a request is not worked on.
     *
     * @param reason a metric tag
     * @param why    for the timeline
     */
    record Refusal(String reason, String why) {
    }

    /**
     * Null when it is worked on.
     *
     * @param live    whether it is real; null where nobody says
     * @param account the connected one that it is of; null for the sender's own
     */
    Refusal refuses(Boolean live, String account) {
        if (live != null && !livemode.takes(live)) {
            String mode = live ? "live" : "test";
            return new Refusal(mode + "_mode", "of " + mode + " mode, and " + said + " is " + livemode.word());
        }
        return account == null || connect == Connect.OWN ? null
                : new Refusal("connected_account", "of a connected account, and " + InboundSettings.property(source, "connect") + " is ignore");
    }
}
