package com.versaai.hub.sandbox.salesforce;

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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Salesforce: {@code /services/oauth2/token} (client credentials), {@code /services/data}, {@code …/vNN.0/limits} and
 * {@code …/query} (one comparison) and {@code …/sobjects/{Type}} with create, upsert by external id, update, read and delete;
 * {@code …/jobs/query} (Bulk API 2.0). Errors are JSON arrays, OAuth errors
 * an object, every REST answer carries {@code Sforce-Limit-Info}.
 */
final class SalesforceSimulator implements Simulator {

    private static final int DAILY_CALLS = 100_000;
    private static final int LATEST_VERSION = 68;

    private final Ledger ledger;
    private final Clock clock;
    private final Tokens tokens = new Tokens();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final Records records;
    private final SalesforceQueryJobs queryJobs;

    SalesforceSimulator(int capacity, Ledger ledger, Clock clock) {
        this.records = new Records(capacity);
        this.ledger = ledger;
        this.clock = clock;
        this.queryJobs = new SalesforceQueryJobs(clock, this::written);
    }

    private List<Map<String, String>> written(String object) {
        synchronized (records) {
            return records.of(object + '/').stream().map(record -> {
                Map<String, String> row = new LinkedHashMap<>();
                record.fields().properties().forEach(field -> row.put(field.getKey(), field.getValue().asText("")));
                row.put("Id", record.id());
                return row;
            }).toList();
        }
    }

    @Override
    public Answer answer(Call call) {
        List<String> parts = call.parts();
        if (call.path().equals("/services/oauth2/token")) {
            return token(call);
        }
        if (parts.size() < 2 || !parts.get(0).equals("services") || !parts.get(1).equals("data")) {
            return notFound();
        }
        if (parts.size() == 2) {
            return Answer.json(200, List.of(Map.of("label", "Sandbox", "url", "/services/data/v68.0", "version", "68.0")));
        }
        return rest(call, parts).with("Sforce-Limit-Info", "api-usage=" + calls.incrementAndGet() + "/" + DAILY_CALLS);
    }

    private Answer token(Call call) {
        if (!call.is("POST") || !call.hasType("application/x-www-form-urlencoded")) {
            return oauthError("invalid_request", "must use HTTP POST with a form body");
        }
        Map<String, String> form = call.form();
        String basic = call.basic();
        String id = basic == null ? form.get("client_id") : basic.split(":", 2)[0];
        String secret = basic == null ? form.get("client_secret") : basic.substring(basic.indexOf(':') + 1);
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return oauthError("unsupported_grant_type", "grant type not supported");
        }
        if (!SalesforceSandbox.CLIENT_ID.equals(id)) {
            return oauthError("invalid_client_id", "client identifier invalid");
        }
        if (!SalesforceSandbox.CLIENT_SECRET.equals(secret)) {
            return oauthError("invalid_client", "invalid client credentials");
        }
        String token = "00D000000000001!" + UUID.randomUUID().toString().replace("-", "");
        tokens.issue(token);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("signature", "c2FuZGJveA==");
        answer.put("scope", "api");
        answer.put("instance_url", call.origin() + "/salesforce");
        answer.put("id", call.origin() + "/salesforce/id/00D000000000001AAA/005000000000001AAA");
        answer.put("token_type", "Bearer");
        answer.put("issued_at", Long.toString(clock.millis()));
        return Answer.json(200, answer);
    }

    private Answer rest(Call call, List<String> parts) {
        if (call.bearer() == null) {
            return refuse(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
        }
        if (!tokens.isLive(call.bearer())) {
            return refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        if (!versionExists(parts.get(2)) || parts.size() < 4) {
            return notFound();
        }
        if (parts.get(3).equals("limits") && parts.size() == 4) {
            return Answer.json(200, Map.of("DailyApiRequests", Map.of("Max", DAILY_CALLS, "Remaining", Math.max(0, DAILY_CALLS - calls.get()))));
        }
        if (parts.get(3).equals("jobs") && parts.size() > 4 && parts.get(4).equals("query")) {
            Object answer = queryJobs.answer(call, parts.subList(5, parts.size()));
            return answer instanceof SalesforceQueryJobs.Refusal refused ? refuse(refused.status(), refused.code(), refused.message()) : (Answer) answer;
        }
        if (parts.get(3).equals("query") && parts.size() == 4) {
            return call.is("GET") ? query(call.query().getOrDefault("q", "")) : notAllowed(call);
        }
        if (!parts.get(3).equals("sobjects") || parts.size() < 5 || parts.size() > 7 || !SalesforceSchema.exists(parts.get(4))) {
            return notFound();
        }
        String type = parts.get(4);
        return switch (parts.size()) {
            case 5 -> call.is("POST") ? write(call, type, null, null) : notAllowed(call);
            case 6 -> byId(call, type, parts.get(5));
            default -> call.is("PATCH") ? write(call, type, parts.get(5), parts.get(6)) : notAllowed(call);
        };
    }

    private Answer query(String soql) {
        SalesforceQuery query = SalesforceQuery.of(soql);
        if (query == null) {
            return refuse(400, "MALFORMED_QUERY", "unexpected token, or more than the sandbox understands");
        }
        SalesforceSchema.RowError error = query.check();
        if (error != null) {
            return refuse(400, error.code(), error.message());
        }
        synchronized (records) {
            List<ObjectNode> found = query.of(records, clock.instant());
            return Answer.json(200, Map.of("totalSize", found.size(), "done", true, "records", found));
        }
    }

    private static boolean versionExists(String version) {
        return version.matches("v\\d{2}\\.0") && Integer.parseInt(version.substring(1, 3)) <= LATEST_VERSION
                && Integer.parseInt(version.substring(1, 3)) >= 21;
    }

    private Answer write(Call call, String type, String keyField, String keyValue) {
        Answer[] problem = new Answer[1];
        ObjectNode fields = fields(call, problem);
        if (fields == null) {
            return problem[0];
        }
        if (keyField != null && (!SalesforceSchema.isUpsertKey(type, keyField) || keyValue.isBlank() || keyValue.length() > 255)) {
            return refuse(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + keyField);
        }
        synchronized (records) {
            String key = keyField == null ? null : type + "/" + keyField + "/" + keyValue;
            boolean create = key == null || records.byKey(key) == null;
            if (create && "true".equals(call.query().get("updateOnly"))) {
                return notFound();
            }
            SalesforceSchema.RowError error = SalesforceTasks.about(records, type, fields);
            error = error != null ? error : SalesforceSchema.check(type, keyField, fields, create);
            if (error != null) {
                return refuse(400, error.code(), error.message(), error.fields());
            }
            String newId = "00Q%012dAAA".formatted(ids.incrementAndGet());
            String stored = key == null ? type + "/Id/" + newId : key;
            keep(stored, fields, call.text(), newId);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("id", records.byKey(stored).id());
            answer.put("success", true);
            answer.put("errors", List.of());
            if (key != null) {
                answer.put("created", create);
            }
            return Answer.json(create ? 201 : 200, answer);
        }
    }

    private void keep(String key, ObjectNode fields, String body, String newId) {
        if (records.put(key, fields, () -> newId) == Records.Outcome.UNCHANGED) {
            ledger.unchanged(key, body);
        } else {
            ledger.always(key, body);
        }
    }

    private Answer byId(Call call, String type, String id) {
        Answer[] problem = new Answer[1];
        ObjectNode fields = call.is("PATCH") ? fields(call, problem) : null;
        if (problem[0] != null) {
            return problem[0];
        }
        synchronized (records) {
            String key = records.keyOf(id);
            if (key == null || !key.startsWith(type + "/")) {
                return notFound();
            }
            switch (call.method()) {
                case "GET":
                    ObjectNode found = records.byKey(key).fields().deepCopy();
                    return Answer.json(200, found.put("Id", id));
                case "DELETE":
                    records.remove(id);
                    ledger.always(key, "{\"deleted\":true}");
                    return Answer.empty(204);
                case "PATCH":
                    SalesforceSchema.RowError error = SalesforceSchema.check(type, null, fields, false);
                    if (error != null) {
                        return refuse(400, error.code(), error.message(), error.fields());
                    }
                    keep(key, fields, call.text(), id);
                    return Answer.empty(204);
                default:
                    return notAllowed(call);
            }
        }
    }

    private ObjectNode fields(Call call, Answer[] problem) {
        Optional<JsonNode> body = call.json();
        if (!call.hasType("application/json")) {
            problem[0] = refuse(415, "UNSUPPORTED_MEDIA_TYPE", "The content type of the request is not supported");
        } else if (body.isEmpty() || !body.get().isObject()) {
            problem[0] = refuse(400, "JSON_PARSER_ERROR", "The HTTP entity body is not a JSON object");
        }
        return problem[0] == null ? (ObjectNode) body.get() : null;
    }

    private Answer notFound() {
        return refuse(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private Answer notAllowed(Call call) {
        return refuse(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed");
    }

    private Answer oauthError(String error, String description) {
        ledger.refuse(400, error);
        return Answer.json(400, Map.of("error", error, "error_description", description));
    }

    private Answer refuse(int status, String code, String message) {
        return refuse(status, code, message, List.of());
    }

    private Answer refuse(int status, String code, String message, List<String> fields) {
        ledger.refuse(status, code + ": " + message);
        return error(status, code, message, fields);
    }

    private static Answer error(int status, String code, String message, List<String> fields) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("errorCode", code);
        if (!fields.isEmpty()) {
            error.put("fields", fields);
        }
        return Answer.json(status, List.of(error));
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        if (call.path().startsWith("/services/oauth2")) {
            return Answer.json(status, Map.of("error", code == null ? "server_error" : code, "error_description", "sandbox fault"));
        }
        String usual = switch (status) {
            case 401 -> "INVALID_SESSION_ID";
            case 403, 429 -> "REQUEST_LIMIT_EXCEEDED";
            case 404 -> "NOT_FOUND";
            case 503 -> "SERVER_UNAVAILABLE";
            default -> status >= 500 ? "UNKNOWN_EXCEPTION" : "INVALID_FIELD";
        };
        return error(status, code == null ? usual : code, "sandbox fault", List.of())
                .with("Sforce-Limit-Info", "api-usage=" + calls.incrementAndGet() + "/" + DAILY_CALLS);
    }

    @Override
    public void expireTokens() {
        tokens.expireAll();
    }

    @Override
    public void reset() {
        tokens.expireAll();
        queryJobs.clear();
        synchronized (records) {
            records.clear();
        }
    }
}
