package com.versaai.hub.sandbox;

import java.util.Map;

/**
 * A webhook as it goes over the wire.
 *
 * @param eventId the provider's id of the event, under which the hub's timeline has it
 * @param path    of the hub's that takes it, {@code /webhooks/…}
 * @param headers signature and content type among them
 * @param body    the bytes that were signed
 * @param objects what it is about, as the provider's API has it from now on: JSON by path
 */
public record OutgoingWebhook(String eventId, String path, Map<String, String> headers, byte[] body, Map<String, String> objects) {
}
