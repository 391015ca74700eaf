package com.versaai.hub.sandbox.pipedrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Pipedrive's webhooks v2: {@code person.change}; {@code id} and {@code user} can be chosen. They prove themselves by HTTP Basic only. */
final class PipedriveWebhookSender implements WebhookSender {

    private static final List<String> VALUES = List.of("id", "user");
    private static final Map<String, String> NAMES = Map.of("person", "name", "deal", "title", "activity", "subject");

    private final Clock clock;

    PipedriveWebhookSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return Stream.of("person", "deal", "activity").flatMap(entity -> Stream.of("create", "change", "delete").map(action -> entity + '.' + action))
                .toList();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (!VALUES.containsAll(chosen.keySet()) || chosen.values().stream().anyMatch(value -> !value.matches("\\d{1,9}"))) {
            throw new WebhookValueException("only numbers of these can be given", VALUES);
        }
        String eventId = UUID.randomUUID().toString();
        byte[] body = Call.write(body(type, eventId, chosen)).getBytes(StandardCharsets.UTF_8);
        String credentials = Base64.getEncoder().encodeToString(PipedriveSandbox.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8));
        return new OutgoingWebhook(eventId, "/webhooks/pipedrive", Map.of("Content-Type", "application/json", "User-Agent", "Pipedrive Webhooks",
                "Authorization", "Basic " + credentials), body, Map.of());
    }

    private ObjectNode body(String type, String eventId, Map<String, String> chosen) {
        String entity = type.substring(0, type.indexOf('.'));
        String action = type.substring(type.indexOf('.') + 1);
        String id = chosen.getOrDefault("id", "1");
        ObjectNode body = Call.JSON.createObjectNode();
        body.putObject("meta").put("action", action).put("entity", entity).put("entity_id", id).put("id", eventId).put("company_id", "1")
                .put("user_id", chosen.getOrDefault("user", "1")).put("timestamp", clock.instant().toString()).put("version", "2.0")
                .put("attempt", 1).put("correlation_id", UUID.randomUUID().toString());
        String name = NAMES.get(entity);
        if (action.equals("delete")) {
            body.putNull("data");
        } else {
            body.putObject("data").put("id", Long.parseLong(id)).put(name, "Sandbox " + entity);
        }
        if (action.equals("create")) {
            body.putNull("previous");
        } else {
            body.putObject("previous").put(name, "Sandbox " + entity + " before");
        }
        return body;
    }
}
