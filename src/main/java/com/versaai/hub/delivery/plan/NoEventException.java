package com.versaai.hub.delivery.plan;

/** The body says neither which event is meant nor what of it. The message holds no value. */
public final class NoEventException extends IllegalArgumentException {

    NoEventException(Class<?> body) {
        super("hub-delivery-sink found a " + body.getSimpleName() + " in the body: it delivers the event, or the event with an object in the place of its "
                + "data (an item of a split). Keep the event in the body, or put an object there");
    }
}
