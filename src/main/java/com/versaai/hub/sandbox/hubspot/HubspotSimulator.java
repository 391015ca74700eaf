package com.versaai.hub.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Records;
import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.Tokens;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HubSpot CRM v3 and dated paths: create, read, update and archive of contacts, companies, deals, tickets and notes, and their batches ({@link HubspotBatches}); OAuth refresh. Private-app tokens don't expire, OAuth tokens do. A batch whose rows are all bad is a 400, one with
 * some bad rows a 207. Keeps to the limits of 10 s; the daily one is a fault to be switched on.
 */
final class HubspotSimulator implements Simulator {

    private final Ledger ledger;
    private final Clock clock;
    private final Tokens tokens = new Tokens();
    private final Records records;
    private final AtomicLong ids = new AtomicLong(100);
    private final HubspotLimits limits;
    private final HubspotRefusals refusals;
    private final HubspotBatches batches;

    /** @param calls that a private app has in 10 s, 0 for no limit */
    HubspotSimulator(int capacity, Ledger ledger, Clock clock, int calls) {
        this.records = new Records(capacity);
        this.ledger = ledger;
        this.clock = clock;
        this.limits = new HubspotLimits(clock, calls);
        this.refusals = new HubspotRefusals(ledger);
        this.batches = new HubspotBatches(records, clock, (key, properties, with) -> store(key, properties, Long.toString(ids.incrementAndGet()), with), refusals);
    }

    @Override
    public Answer answer(Call call) {
        if (call.path().matches("/oauth/(v1|v3|\\d{4}-\\d{2})/token")) {
            return token(call);
        }
        boolean privateApp = HubspotSandbox.TOKEN.equals(call.bearer());
        if (!limits.take(privateApp)) {
            ledger.refuse(429, "RATE_LIMITS");
            return limits.tell(failure(call, 429, null), privateApp);
        }
        return limits.tell(crm(call, privateApp), privateApp);
    }

    private Answer token(Call call) {
        Map<String, String> form = call.form();
        String wrong = !call.is("POST") || !call.hasType("application/x-www-form-urlencoded") ? "BAD_REQUEST"
                : !"refresh_token".equals(form.get("grant_type")) ? "BAD_GRANT_TYPE"
                : !HubspotSandbox.CLIENT_ID.equals(form.get("client_id")) ? "BAD_CLIENT_ID"
                : !HubspotSandbox.CLIENT_SECRET.equals(form.get("client_secret")) ? "BAD_CLIENT_SECRET"
                : !HubspotSandbox.REFRESH_TOKEN.equals(form.get("refresh_token")) ? "BAD_REFRESH_TOKEN" : null;
        if (wrong != null) {
            ledger.refuse(400, wrong);
            return Answer.json(400, Map.of("status", wrong, "message", "missing or invalid value", "correlationId", UUID.randomUUID()));
        }
        String token = "oauth-" + UUID.randomUUID();
        tokens.issue(token);
        return Answer.json(200, Map.of("token_type", "bearer", "access_token", token, "expires_in", 1800,
                "refresh_token", HubspotSandbox.REFRESH_TOKEN));
    }

    private Answer crm(Call call, boolean privateApp) {
        if (call.bearer() == null) {
            return refusals.refuse(401, "INVALID_AUTHENTICATION", "Authentication credentials not found. This API supports OAuth 2.0 authentication");
        }
        if (!privateApp && !tokens.isLive(call.bearer())) {
            boolean expired = call.bearer().startsWith("oauth-");
            return refusals.refuse(401, expired ? "EXPIRED_AUTHENTICATION" : "INVALID_AUTHENTICATION",
                    expired ? "The OAuth token used to make this call expired" : "The access token is invalid");
        }
        List<String> parts = call.parts();
        boolean objects = parts.size() >= 4 && parts.get(0).equals("crm")
                && (parts.get(1).equals("v3") && parts.get(2).equals("objects")
                || parts.get(1).equals("objects") && parts.get(2).matches("\\d{4}-\\d{2}"));
        if (!objects) {
            return refusals.refuse(404, "OBJECT_NOT_FOUND", "resource not found");
        }
        String type = parts.get(3);
        if (!HubspotSchema.exists(type)) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Unable to infer object type from: " + type);
        }
        boolean writes = call.is("POST") || call.is("PATCH");
        if (writes && !call.hasType("application/json")) {
            return refusals.refuse(415, "VALIDATION_ERROR", "Unsupported media type");
        }
        Optional<JsonNode> body = writes ? call.json().filter(JsonNode::isObject) : Optional.of(Call.JSON.createObjectNode());
        if (body.isEmpty()) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Invalid input JSON");
        }
        synchronized (records) {
            return dispatch(call, parts, type, body.get());
        }
    }

    private Answer dispatch(Call call, List<String> parts, String type, JsonNode body) {
        if (parts.size() == 4 && call.is("POST")) {
            return create(type, body);
        }
        if (parts.size() == 6 && parts.get(4).equals("batch") && call.is("POST")) {
            return batches.answer(parts.get(5), type, body);
        }
        return parts.size() == 5 ? one(call, type, parts.get(4), body)
                : refusals.refuse(parts.size() == 4 ? 405 : 404, "OBJECT_NOT_FOUND", "resource not found");
    }

    private Answer create(String type, JsonNode body) {
        if (!body.path("properties").isObject()) {
            return refusals.refuse(400, "VALIDATION_ERROR", "Invalid input JSON: properties is required");
        }
        ObjectNode properties = (ObjectNode) body.get("properties");
        HubspotSchema.PropertyError error = HubspotSchema.check(type, properties, true);
        if (error != null) {
            return refusals.invalid(error);
        }
        String newId = Long.toString(ids.incrementAndGet());
        boolean mailed = type.equals("contacts") && properties.hasNonNull("email");
        String key = mailed ? key(type, "email", properties.get("email").asText()) : type + "/id/" + newId;
        if (records.byKey(key) != null) {
            return refusals.refuse(409, "CONFLICT", "Contact already exists. Existing ID: " + records.byKey(key).id());
        }
        return Answer.json(201, store(key, properties, newId, null));
    }

    static String key(String type, String property, String value) {
        return type + "/" + property + "/" + (property.equals("email") ? value.toLowerCase(Locale.ROOT) : value);
    }

    /** @param with the associations that it is made with; null for none */
    private Map<String, Object> store(String key, ObjectNode properties, String newId, JsonNode with) {
        String body = Call.write(with == null || with.isMissingNode() ? properties : properties.deepCopy().set("associations", with));
        if (records.put(key, properties, () -> newId) == Records.Outcome.UNCHANGED) {
            ledger.unchanged(key, body);
        } else {
            ledger.always(key, body);
        }
        return view(records.byKey(key));
    }

    private Map<String, Object> view(Records.Stored record) {
        String now = clock.instant().toString();
        return new LinkedHashMap<>(Map.of("id", record.id(), "properties", record.fields(), "createdAt", now, "updatedAt", now, "archived", false));
    }

    private Answer one(Call call, String type, String id, JsonNode body) {
        String idProperty = call.query().get("idProperty");
        String key = idProperty == null ? records.keyOf(id) : key(type, idProperty, id);
        if (key == null || !key.startsWith(type + "/") || records.byKey(key) == null) {
            return refusals.refuse(404, "OBJECT_NOT_FOUND", "Object not found. objectId are usually numeric.");
        }
        switch (call.method()) {
            case "GET":
                return Answer.json(200, view(records.byKey(key)));
            case "DELETE":
                records.remove(records.byKey(key).id());
                ledger.always(key, "{\"archived\":true}");
                return Answer.empty(204);
            case "PATCH":
                if (!body.path("properties").isObject()) {
                    return refusals.refuse(400, "VALIDATION_ERROR", "Invalid input JSON: properties is required");
                }
                HubspotSchema.PropertyError error = HubspotSchema.check(type, (ObjectNode) body.get("properties"), false);
                return error != null ? refusals.invalid(error) : Answer.json(200, store(key, (ObjectNode) body.get("properties"), id, null));
            default:
                return refusals.refuse(405, "OBJECT_NOT_FOUND", "method not allowed");
        }
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        String usual = switch (status) {
            case 401 -> "EXPIRED_AUTHENTICATION";
            case 403 -> "MISSING_SCOPES";
            case 404 -> "OBJECT_NOT_FOUND";
            case 409 -> "CONFLICT";
            case 429 -> "RATE_LIMITS";
            default -> status >= 500 ? "INTERNAL_ERROR" : "VALIDATION_ERROR";
        };
        boolean daily = "DAILY".equals(code);
        Map<String, Object> body = HubspotRefusals.problem(code == null || daily ? usual : code, "sandbox fault");
        if (status == 429) {
            body.put("errorType", "RATE_LIMIT");
            body.put("policyName", daily ? "DAILY" : "TEN_SECONDLY_ROLLING");
        }
        return Answer.json(status, body);
    }

    @Override
    public void expireTokens() {
        tokens.expireAll();
    }

    @Override
    public void rest() {
        limits.clear();
    }

    @Override
    public void reset() {
        limits.clear();
        tokens.expireAll();
        synchronized (records) {
            records.clear();
        }
    }
}
