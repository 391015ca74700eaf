package com.versaai.hub.sandbox;

import java.nio.charset.StandardCharsets;

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

    /** The bytes to sign and send. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
