package com.versaai.hub.connector;

/** A verified, well-formed request whose content makes no sense for its type. Names the field, never its value. */
public final class UnmappableException extends RuntimeException {

    private final String eventId;
    private final String type;
    private final String field;

    /**
     * @param sender  as people call it
     * @param field   path of the field
     * @param problem what is wrong with it, without its value
     */
    public UnmappableException(String sender, String eventId, String type, String field, String problem) {
        super(sender + " event " + eventId + " (" + type + "): " + field + " " + problem);
        this.eventId = eventId;
        this.type = type;
        this.field = field;
    }

    /** The sender's event id, null if that is what is missing. */
    public String eventId() {
        return eventId;
    }

    /** The sender's event type, null if that is what is missing. */
    public String type() {
        return type;
    }

    /** Path of the field, {@code data.object.amount_received}. */
    public String field() {
        return field;
    }
}
