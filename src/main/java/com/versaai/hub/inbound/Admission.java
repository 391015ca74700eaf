package com.versaai.hub.inbound;

/**
 * Which of a source's proved requests are worked on. The others are acknowledged and kept, so that nothing is lost by a setting that was
 * wrong: sent again after it is mended they are taken for new.
 *
 * @param source  its name
 * @param connect what becomes of events that are of connected accounts
 */
record Admission(String source, Connect connect) {

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
     * @param account the connected one that it is of; null for the sender's own
     */
    Refusal refuses(String account) {
        return account == null || connect == Connect.OWN ? null
                : new Refusal("connected_account", "of a connected account, and " + InboundSettings.property(source, "connect") + " is ignore");
    }
}
