package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import java.time.Instant;

/**
 * A bulk act on dead letters: what was asked, and how far it is.
 *
 * @param askedFor  JSON: the filter, or how many ids
 * @param total     letters of its set, taken at the start
 * @param notOpen   ids that were no open letters at the start
 * @param more      whether there were more than it could take
 * @param overtaken letters that were not as at the start any more
 * @param unfit     letters that cannot go back
 * @param waits     why nothing moves, or null
 */
public record DeadLetterJob(String id, Action action, String by, String askedFor, State state, int total, int notOpen, boolean more,
                     int changed, int overtaken, int unfit, int failed, String waits, Instant created, Instant updated) {

    public enum State { RUNNING, STOPPING, STOPPED, FINISHED }

    public int done() {
        return changed + overtaken + unfit + failed;
    }
}
