package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Zoho's notifications, {@code Leads.update}: {@code id} (several, separated by commas), {@code fields} and {@code channel} can be chosen. */
final class ZohoWebhookSender implements WebhookSender {

    private static final List<String> VALUES = List.of("id", "fields", "channel");

    private final Clock clock;

    ZohoWebhookSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return Stream.of("Leads", "Contacts", "Deals", "Cases").flatMap(module -> Stream.of("insert", "update", "delete").map(operation -> module + '.' + operation))
                .toList();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (!VALUES.containsAll(chosen.keySet()) || !chosen.getOrDefault("id", "1").matches("\\d{1,20}(,\\d{1,20}){0,99}")
                || !chosen.getOrDefault("channel", "1").matches("\\d{1,18}") || !chosen.getOrDefault("fields", "A").matches("\\w{1,50}(,\\w{1,50}){0,20}")) {
            throw new WebhookValueException("only ids, names of fields and a channel's number can be given", VALUES);
        }
        String module = type.substring(0, type.indexOf('.'));
        String operation = type.substring(type.indexOf('.') + 1);
        String channel = chosen.getOrDefault("channel", "1000000068001");
        List<String> ids = List.of(chosen.getOrDefault("id", "5725767000003000064").split(","));
        long time = clock.millis();
        ObjectNode body = Call.JSON.createObjectNode().put("server_time", time);
        body.putObject("query_params");
        body.put("module", module).put("resource_uri", "https://www.zohoapis.com/crm/v2/" + module);
        ids.forEach(body.putArray("ids")::add);
        ObjectNode affected = body.putArray("affected_fields").addObject();
        ids.forEach(id -> {
            for (String field : operation.equals("update") ? chosen.getOrDefault("fields", "Description").split(",") : new String[0]) {
                affected.withArray("/" + id).add(field);
            }
        });
        body.put("operation", operation).put("channel_id", channel).put("token", ZohoSandbox.WEBHOOK_TOKEN);
        String change = Map.of("insert", "created", "update", "updated", "delete", "deleted").get(operation);
        return new OutgoingWebhook(String.join(":", channel, module, change, ids.get(0), Long.toString(time)), "/webhooks/zoho",
                Map.of("Content-Type", "application/json", "User-Agent", "ZohoCRM"), Call.write(body).getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
