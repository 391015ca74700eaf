package com.versaai.hub.sandbox.stripe;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One Stripe event as it goes over the wire.
 *
 * @param eventId    {@code evt_…}
 * @param type       Stripe's event type
 * @param body       pretty-printed JSON, as Stripe sends it
 * @param objectPath where the API has the object that it is about, {@code /v1/payment_intents/pi_1}
 * @param object     that object as JSON
 */
public record StripeSample(String eventId, String type, String body, String objectPath, String object) {

    /** What the API has from now on: the object by its path. */
    public Map<String, String> objects() {
        return Map.of(objectPath, object);
    }

    /** The bytes to sign and send. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
