package com.versaai.hub.event;

/** A record in {@code hub.events.*} that is not an event of the hub: somebody else wrote it. */
public final class UnreadableEventException extends RuntimeException {

    UnreadableEventException(String location, String why) {
        super("record " + location + " is not an event: " + why);
    }
}
