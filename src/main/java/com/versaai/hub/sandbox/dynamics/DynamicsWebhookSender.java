package com.versaai.hub.sandbox.dynamics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Webhooks of Dataverse's service endpoints: {@code contact.update}. {@code id}, {@code user} (both GUIDs), {@code depth}, {@code sync} (true: without
 * an operation) and {@code large} (true: over 256 KB, and therefore stripped) can be chosen.
 */
final class DynamicsWebhookSender implements WebhookSender {

    private static final String GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    /** What can be chosen, and of what form. */
    private static final Map<String, String> VALUES =
            Map.of("id", GUID, "user", GUID, "depth", "[1-8]", "sync", "true|false", "large", "true|false");
    private static final String NOTHING = "00000000-0000-0000-0000-000000000000";
    private static final String SANDBOX_USER = "5a4db0c5-0000-4000-8000-0000000000cc";
    private static final Map<String, String> COLUMNS = Map.of("lead", "subject", "contact", "lastname", "opportunity", "name", "incident", "title");

    private final Clock clock;

    DynamicsWebhookSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return Stream.of("lead", "contact", "opportunity", "incident")
                .flatMap(table -> Stream.of("create", "update", "delete").map(message -> table + '.' + message)).toList();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (!chosen.entrySet().stream().allMatch(one -> one.getValue().matches(VALUES.getOrDefault(one.getKey(), "(?!)")))) {
            throw new WebhookValueException("id and user are GUIDs in lower case, depth is 1 to 8, sync and large are true or false",
                    List.copyOf(VALUES.keySet()));
        }
        String table = type.substring(0, type.indexOf('.'));
        String message = type.substring(type.indexOf('.') + 1);
        message = message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
        String correlation = UUID.randomUUID().toString();
        boolean large = Boolean.parseBoolean(chosen.get("large"));
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json; charset=utf-8", "X-Hub-Key", DynamicsSandbox.WEBHOOK_SECRET,
                "x-ms-dynamics-organization", "sandbox.crm4.dynamics.com", "x-ms-dynamics-entity-name", table, "x-ms-dynamics-request-name", message,
                "x-ms-correlation-request-id", correlation));
        if (large) {
            headers.put("x-ms-dynamics-msg-size-exceeded", "true");
        }
        ObjectNode body = body(table, message, correlation, chosen);
        if (large) {
            body.remove(List.of("InputParameters", "PreEntityImages", "PostEntityImages", "ParentContext"));
        }
        String operation = body.path("OperationId").asText();
        // Of what has no operation the hub's id has a digest in it.
        String event = operation.equals(NOTHING) ? correlation : String.join(":", operation, message, table, body.path("PrimaryEntityId").asText());
        return new OutgoingWebhook(event, "/webhooks/dynamics", headers, Call.write(body).getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private ObjectNode body(String table, String message, String correlation, Map<String, String> chosen) {
        boolean sync = Boolean.parseBoolean(chosen.get("sync"));
        String id = chosen.getOrDefault("id", UUID.randomUUID().toString());
        String user = chosen.getOrDefault("user", SANDBOX_USER);
        ObjectNode body = Call.JSON.createObjectNode().put("BusinessUnitId", "5a4db0c5-0000-4000-8000-0000000000dd").put("CorrelationId", correlation)
                .put("Depth", Integer.parseInt(chosen.getOrDefault("depth", "1"))).put("InitiatingUserId", user);
        ObjectNode target = body.putArray("InputParameters").addObject().put("key", "Target").putObject("value");
        if (!message.equals("Delete")) {
            target.put("__type", "Entity:http://schemas.microsoft.com/xrm/2011/Contracts");
            ArrayNode attributes = target.putArray("Attributes");
            attributes.addObject().put("key", COLUMNS.get(table)).put("value", "Sandbox");
            attributes.addObject().put("key", table + "id").put("value", id);
            attributes.addObject().put("key", "modifiedon").put("value", "/Date(" + clock.millis() + ")/");
        }
        target.put("Id", id).put("LogicalName", table);
        body.put("MessageName", message).put("Mode", sync ? 0 : 1).put("OperationCreatedOn", "/Date(" + clock.millis() + "+0000)/")
                .put("OperationId", sync ? NOTHING : UUID.randomUUID().toString()).put("OrganizationId", "5a4db0c5-0000-4000-8000-0000000000bb")
                .put("OrganizationName", "sandbox").putNull("ParentContext");
        body.putArray("PostEntityImages");
        body.putArray("PreEntityImages");
        return body.put("PrimaryEntityId", id).put("PrimaryEntityName", table).putNull("RequestId").put("SecondaryEntityName", "none").put("Stage", 40)
                .put("UserId", user);
    }
}
