package com.versaai.hub.delivery.plan;

/**
 * Something was to be planned for an event whose plan has been published: it would be lost while the event counts as handled. Routes that are
 * sure to do so are refused when they are loaded; this is for those that decide it while they run.
 */
public final class LatePlanException extends IllegalStateException {

    LatePlanException() {
        super("the event's deliveries are published already: this step runs behind an aggregate, a wireTap, a queue or a timeout, whose end the event "
                + "does not wait for. Plan before it");
    }
}
