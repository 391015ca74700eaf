package com.versaai.hub.inbound.load;

import java.time.Instant;
import java.util.Locale;

/**
 * A first load: what was asked, and how far it is.
 *
 * @param source   whose requests its items become
 * @param object   in the provider's words
 * @param by       who asked
 * @param position the provider's, behind what Kafka has; null before the first
 * @param taken    items that Kafka has
 * @param total    as the provider says; null until it does
 * @param restarts how often the provider had lost it
 * @param remark   why nothing moves, or why it failed; null where nothing is wrong
 */
record Load(String id, String source, String object, String by, State state, String position, long taken, Long total, int restarts,
        String remark, Instant created, Instant updated) {

    /** In a word. */
    enum State {
        RUNNING,
        /** Can go on. */
        STOPPED,
        FINISHED,
        FAILED;

        /** As in the table and in answers. */
        String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
