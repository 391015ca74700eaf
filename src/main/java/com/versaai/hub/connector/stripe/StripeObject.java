package com.versaai.hub.connector.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.json.CleanText;
import com.versaai.hub.json.JsonOutline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Typed, blaming access to a Stripe object. Absent and null are the same, and harmless ({@link #object} of an absent member
 * is an absent object); a value of the wrong type is a {@link UnmappableException} that names the field.
 */
final class StripeObject {

    /** Longest text Stripe allows in metadata. */
    private static final int MAX_TEXT = 500;
    /** Last second of the year 9999: beyond it, ISO 8601 text gets a sign. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private final JsonNode node;
    private final String path;
    private final String eventId;
    private final String type;

    /** The envelope itself; its id and type may still prove to be missing. */
    StripeObject(JsonNode envelope) {
        this(envelope, "", scalar(envelope.path("id")), scalar(envelope.path("type")));
    }

    private StripeObject(JsonNode node, String path, String eventId, String type) {
        this.node = node;
        this.path = path;
        this.eventId = eventId;
        this.type = type;
    }

    private static String scalar(JsonNode value) {
        return value.isTextual() ? CleanText.of(value.textValue(), JsonOutline.MAX_TEXT) : null;
    }

    /** A fetched object, blamed like the {@code data.object} of this envelope. */
    StripeObject fetched(JsonNode object) {
        return new StripeObject(object, "fetched object", eventId, type);
    }

    /** An absent object, whose members are all absent. */
    StripeObject absent() {
        return new StripeObject(MissingNode.getInstance(), path, eventId, type);
    }

    boolean isPresent() {
        return node.isObject();
    }

    /** True when the member is there, even if null. */
    boolean mentions(String name) {
        return node.has(name);
    }

    StripeObject object(String name) {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw wrong(name, "is no object");
        }
        return child(name, value);
    }

    /** The object behind a reference that Stripe may have expanded; absent when it is only an id. */
    StripeObject expanded(String name) {
        return member(name).isTextual() ? child(name, MissingNode.getInstance()) : object(name);
    }

    /** The id of a reference, expanded or not; null when absent. */
    String id(String name) {
        return member(name).isObject() ? object(name).text("id") : text(name);
    }

    String text(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, "is no text");
        }
        String text = CleanText.of(value.textValue(), MAX_TEXT);
        return text.isBlank() ? null : text;
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw wrong(name, "is missing");
        }
        return text;
    }

    /** Lower-case ISO 4217 code. */
    String currency() {
        String code = requiredText("currency");
        if (!code.matches("[A-Za-z]{3}")) {
            throw wrong("currency", "is no currency code");
        }
        return code.toLowerCase(Locale.ROOT);
    }

    Long number(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "is no 64 bit integer");
        }
        return value.longValue();
    }

    /** A required amount in minor units: the first of the named members that is there. */
    long amount(String... names) {
        for (String name : names) {
            Long amount = number(name);
            if (amount != null && amount < 0) {
                throw wrong(name, "is negative");
            }
            if (amount != null) {
                return amount;
            }
        }
        throw wrong(names[0], "is missing");
    }

    /** Unix seconds; null when absent. */
    Instant instant(String name) {
        Long seconds = number(name);
        return seconds == null ? null : Instant.ofEpochSecond(inRange(name, seconds));
    }

    /** The time, if databases and providers know it. */
    Instant inRange(String name, Instant time) {
        inRange(name, time.getEpochSecond());
        return time;
    }

    private long inRange(String name, long seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw wrong(name, "is no time");
        }
        return seconds;
    }

    boolean flag(String name) {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "is no boolean");
        }
        return value.booleanValue();
    }

    /** The entries of a Stripe list ({@code {"object":"list","data":[…]}}); empty when absent. */
    List<StripeObject> list(String name) {
        StripeObject list = object(name);
        JsonNode data = list.member("data");
        if (!data.isMissingNode() && !data.isArray()) {
            throw list.wrong("data", "is no array");
        }
        List<StripeObject> entries = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            if (!data.get(i).isObject()) {
                throw list.wrong("data[" + i + "]", "is no object");
            }
            entries.add(list.child("data[" + i + "]", data.get(i)));
        }
        return entries;
    }

    UnmappableException wrong(String name, String problem) {
        return new UnmappableException("Stripe", eventId, type, path.isEmpty() ? name : path + '.' + name, problem);
    }

    private JsonNode member(String name) {
        JsonNode value = node.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private StripeObject child(String name, JsonNode value) {
        return new StripeObject(value, path.isEmpty() ? name : path + '.' + name, eventId, type);
    }
}
