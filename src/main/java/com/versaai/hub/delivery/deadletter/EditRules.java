package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.gateway.ReservedSources;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * What of a dead letter may be edited, and by whom. What a sender signed, or says in a name that no caller may use, stays as it came:
 * who changes it speaks in the sender's name. Whoever may forge is written into it.
 */
public final class EditRules {

    /** Record header of a received request, and extension of an event: who changed it on its way, or several. */
    static final String REQUEST_MARK = "hub-edited-by";
    static final String EVENT_MARK = "editedby";
    private static final int LONGEST = 200;

    private final ReservedSources reserved;

    EditRules(ReservedSources reserved) {
        this.reserved = reserved;
    }

    /**
     * Who edits.
     *
     * @param name     for the history, and for the mark
     * @param mayForge whether even what was signed
     */
    public record Editor(String name, boolean mayForge) {

        public Editor {
            name = name == null ? "unknown" : name;
        }
    }

    /**
     * The payload as it is kept: marked where it is a request or an event.
     *
     * @param stage  where it failed, as the letter's destination says
     * @param before the payload that is replaced
     * @throws SignedPayloadException when this editor may not
     */
    JsonNode edited(String stage, JsonNode before, JsonNode after, Editor editor) {
        switch (stage) {
            case DeadLetterBox.INBOX:
                if (!editor.mayForge()) {
                    throw new SignedPayloadException("This request was signed by its sender. It can be replayed as it came, after the mapping is mended; "
                            + "to change it is to forge it.");
                }
                return marked(after, REQUEST_MARK, before, editor);
            case DeadLetterBox.ROUTING:
                if (!editor.mayForge()) {
                    onlyOwnData(before, after);
                }
                return marked(after, EVENT_MARK, before, editor);
            default:
                return after;
        }
    }

    private void onlyOwnData(JsonNode before, JsonNode after) {
        if (isReserved(before) || isReserved(after)) {
            throw new SignedPayloadException("An event of this source is not a caller's to change. It can be replayed as it came, after the route or "
                    + "mapping is mended; to change it is to forge it.");
        }
        if (!withoutData(before).equals(withoutData(after))) {
            throw new SignedPayloadException("Only the data of this event can be changed. To change what it is, or whose, is to forge it.");
        }
    }

    private boolean isReserved(JsonNode event) {
        try {
            return reserved.contains(new URI(event.path("source").asText()));
        } catch (URISyntaxException e) {
            return true; // no caller could have given it
        }
    }

    private static JsonNode withoutData(JsonNode event) {
        return event instanceof ObjectNode object ? object.deepCopy().without("data") : event;
    }

    /** Of a request among its headers, of an event beside its attributes; earlier editors stay. */
    private static JsonNode marked(JsonNode after, String mark, JsonNode before, Editor editor) {
        boolean request = mark.equals(REQUEST_MARK);
        if (!(after.deepCopy() instanceof ObjectNode copy) || request && !copy.path("headers").isObject()) {
            return after; // what it lacks is told by who reads it
        }
        String earlier = (request ? before.path("headers") : before).path(mark).asText("");
        boolean known = List.of(earlier.split(", ")).contains(editor.name());
        String all = earlier.isEmpty() ? editor.name() : known ? earlier : earlier + ", " + editor.name();
        (request ? (ObjectNode) copy.get("headers") : copy).put(mark, DeliveryRepository.cut(all, LONGEST));
        return copy;
    }
}
