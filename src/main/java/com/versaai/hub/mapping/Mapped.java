package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one delivery sends.
 *
 * @param key     natural upsert key at the provider (external id value, e-mail, user id …), null where there is none
 * @param object  the provider's object (Lead, contacts …), null where the destination has only one
 * @param payload the body in the provider's own field names: a JSON object or array
 */
public record Mapped(String key, String object, JsonNode payload) {
}
