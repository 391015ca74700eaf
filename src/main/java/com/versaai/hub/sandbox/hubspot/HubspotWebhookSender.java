package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HubSpot's webhooks, signed by v3: {@code contact.propertyChange}; {@code id}, {@code portal}, {@code events} (how many in one request, up
 * to 100), {@code property}, {@code value} and {@code source} (changeSource) can be chosen.
 */
final class HubspotWebhookSender implements WebhookSender {

    private static final Map<String, String> VALUES = Map.of("id", "\\d{1,12}", "portal", "\\d{1,9}", "events", "[1-9]\\d?|100",
            "property", "[a-z0-9_]{1,80}", "value", ".{0,200}", "source", "[A-Z_]{1,40}");
    private static final int APP = 5;
    private static final long SUBSCRIPTION = 42;

    private final Clock clock;

    HubspotWebhookSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return Stream.concat(Stream.of("contact", "company", "deal", "ticket").flatMap(object ->
                Stream.of("creation", "propertyChange", "deletion", "restore", "merge", "associationChange").map(change -> object + '.' + change)),
                Stream.of("contact.privacyDeletion", "conversation.newMessage")).toList();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (chosen.entrySet().stream().anyMatch(value -> !VALUES.containsKey(value.getKey()) || !value.getValue().matches(VALUES.get(value.getKey())))) {
            throw new WebhookValueException("only these can be given, ids as numbers and at most 100 events", List.copyOf(VALUES.keySet()));
        }
        long now = clock.millis();
        long first = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);
        long object = Long.parseLong(chosen.getOrDefault("id", "101"));
        ArrayNode body = Call.JSON.createArrayNode();
        for (int i = 0; i < Integer.parseInt(chosen.getOrDefault("events", "1")); i++) {
            body.add(event(type, first + i, object + i, now, chosen));
        }
        byte[] bytes = Call.write(body).getBytes(StandardCharsets.UTF_8);
        String id = chosen.getOrDefault("portal", "99") + '-' + SUBSCRIPTION + '-' + object + '-' + now + '-' + first;
        return new OutgoingWebhook(id, "/webhooks/hubspot", Map.of("Content-Type", "application/json", "User-Agent", "HubSpot Connect 2.0 (https://hubspot.com)",
                "X-HubSpot-Signature-v3", signature(bytes, now), "X-HubSpot-Request-Timestamp", String.valueOf(now)), bytes, Map.of());
    }

    private static ObjectNode event(String type, long event, long object, long now, Map<String, String> chosen) {
        ObjectNode made = Call.JSON.createObjectNode().put("eventId", event).put("subscriptionId", SUBSCRIPTION)
                .put("portalId", Long.parseLong(chosen.getOrDefault("portal", "99"))).put("appId", APP).put("occurredAt", now)
                .put("subscriptionType", type).put("attemptNumber", 0);
        String source = chosen.getOrDefault("source", "CRM_UI");
        made.put("changeSource", source).put("sourceId", source.equals("INTEGRATION") ? String.valueOf(APP) : "userId:7");
        switch (type.substring(type.indexOf('.') + 1)) {
            case "propertyChange" -> made.put("objectId", object).put("propertyName", chosen.getOrDefault("property", "lifecyclestage"))
                    .put("propertyValue", chosen.getOrDefault("value", "customer"));
            case "merge" -> made.put("objectId", object).put("primaryObjectId", object).put("newObjectId", object).put("numberOfPropertiesMoved", 3)
                    .putArray("mergedObjectIds").add(object + 1);
            case "associationChange" -> made.put("associationType", "CONTACT_TO_COMPANY").put("fromObjectId", object).put("toObjectId", object + 1)
                    .put("associationRemoved", false).put("isPrimaryAssociation", true);
            default -> made.put("objectId", object).put("changeFlag", type.endsWith("creation") ? "CREATED" : "DELETED");
        }
        return made;
    }

    private static String signature(byte[] body, long now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HubspotSandbox.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(("POST" + HubspotSandbox.HUB + "/webhooks/hubspot").getBytes(StandardCharsets.UTF_8));
            mac.update(body);
            return Base64.getEncoder().encodeToString(mac.doFinal(String.valueOf(now).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
