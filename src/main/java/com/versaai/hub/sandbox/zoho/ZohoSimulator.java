package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Zoho CRM v8: upsert, create, read, change and delete of leads, contacts, accounts, deals and cases, 100 at most in a request, each with a
 * status of its own; notes of deals and queries for them ({@link ZohoNotebook}); notification channels; {@code GET /org}. Each call costs a credit of
 * those for 24 hours, and then it is 429.
 */
final class ZohoSimulator implements Simulator {

    private static final int MOST_RECORDS = 100;
    private static final int MOST_FIELDS = 50;
    private static final String SCHEME = "Zoho-oauthtoken ";
    private static final Set<String> OF_A_RECORD = Set.of("DUPLICATE_DATA", "INVALID_DATA", "MANDATORY_NOT_FOUND", "RECORD_LOCKED", "RECORD_IN_BLUEPRINT",
            "LIMIT_EXCEEDED", "NOT_ALLOWED", "EXPECTED_FIELD_MISSING", "DEPENDENT_FIELD_MISSING");

    private final Ledger ledger;
    private final Clock clock;
    private final int credits;
    private final Duration searchLag;
    private final ZohoTokens tokens;
    private final ZohoRecordStore records;
    private final ZohoWatch watch;
    private final ZohoRows rows;
    private final ZohoNotebook notebook;
    private Instant dayBegan = Instant.MIN;
    private int used;

    /**
     * @param credits   in 24 hours
     * @param searchLag after how long the search shows what was written
     */
    ZohoSimulator(int capacity, Ledger ledger, Clock clock, int credits, Duration searchLag) {
        this.ledger = ledger;
        this.clock = clock;
        this.credits = credits;
        this.searchLag = searchLag;
        this.tokens = new ZohoTokens(ledger, clock);
        this.records = new ZohoRecordStore(capacity, ledger);
        this.watch = new ZohoWatch(ledger, clock);
        this.rows = new ZohoRows(ledger, clock);
        this.notebook = new ZohoNotebook(records, rows, ledger);
    }

    @Override
    public Answer answer(Call call) {
        return call.path().equals("/oauth/v2/token") ? tokens.answer(call, call.origin() + "/zoho") : crm(call);
    }

    private synchronized Answer crm(Call call) {
        String authorization = call.headers().apply("Authorization");
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return refused(ledger, 401, authorization == null ? "AUTHENTICATION_FAILURE" : "INVALID_TOKEN", "Authentication failed");
        }
        if (!tokens.isLive(authorization.substring(SCHEME.length()))) {
            return refused(ledger, 401, "INVALID_TOKEN", "invalid oauth token");
        }
        if (outOfCredits()) {
            return refused(ledger, 429, "TOO_MANY_REQUESTS", "You have crossed the number of API credits of 24 hours");
        }
        List<String> parts = call.parts();
        if (parts.size() < 3 || !parts.get(0).equals("crm") || !parts.get(1).matches("v[2-8](\\.\\d)?")) {
            return refused(ledger, 404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one");
        }
        boolean writes = call.is("POST") || call.is("PUT") || call.is("PATCH");
        JsonNode body = writes ? call.json().filter(JsonNode::isObject).orElse(null) : Call.JSON.createObjectNode();
        if (body == null || writes && !call.hasType("application/json")) {
            return refused(ledger, 400, "INVALID_DATA", "body is not a JSON object");
        }
        List<String> rest = parts.subList(2, parts.size());
        if (rest.equals(List.of("actions", "watch"))) {
            return watch.answer(call, body);
        }
        if (rest.equals(List.of("org")) && call.is("GET")) {
            return Answer.json(200, Map.of("org", List.of(Map.of("id", "5725767000000020005", "company_name", "Sandbox"))));
        }
        if (rest.equals(List.of("coql")) && call.is("POST")) {
            return notebook.query(body);
        }
        if (rest.size() == 3 && rest.get(0).equals("Deals") && rest.get(2).equals("Notes")) {
            return notebook.notes(call, rest.get(1), body);
        }
        return ZohoModules.exists(rest.get(0)) ? module(call, rest, body)
                : refused(ledger, 400, "INVALID_MODULE", "the module name given seems to be invalid");
    }

    private boolean outOfCredits() {
        Instant now = clock.instant();
        if (!dayBegan.plus(Duration.ofDays(1)).isAfter(now)) {
            dayBegan = now;
            used = 0;
        }
        return ++used > credits;
    }

    private Answer module(Call call, List<String> rest, JsonNode body) {
        String module = rest.get(0);
        String id = rest.size() == 2 && rest.get(1).matches("\\d+") ? rest.get(1) : null;
        if (rest.size() == 2 && rest.get(1).equals("upsert") && call.is("POST")) {
            return rows(module, body, null, true);
        }
        if (rest.size() == 1 && call.is("POST")) {
            return rows(module, body, null, false);
        }
        if (id != null && call.is("PUT")) {
            return rows(module, body, id, false);
        }
        if (id != null && call.is("GET")) {
            ObjectNode record = records.byId(module, id);
            return record == null ? Answer.empty(204) : Answer.json(200, Map.of("data", List.of(record)));
        }
        if (rest.size() == 2 && rest.get(1).equals("search") && call.is("GET")) {
            return search(module, call.query());
        }
        if (id != null && call.is("DELETE")) {
            boolean gone = records.remove(module, id);
            return gone ? Answer.json(200, Map.of("data", List.of(rows.success("record deleted", id, null))))
                    : Answer.json(400, Map.of("data", List.of(rows.failed(new ZohoModules.Wrong("INVALID_DATA", "id", "the id given seems to be invalid"), null))));
        }
        return refused(ledger, rest.size() > 2 ? 404 : 400, rest.size() > 2 ? "INVALID_URL_PATTERN" : "INVALID_REQUEST_METHOD", "not possible here");
    }

    /** By e-mail alone, and of contacts alone; of the fields only those that are asked for, and the id. 204 for nothing. */
    private Answer search(String module, Map<String, String> query) {
        String email = query.getOrDefault("email", "");
        List<String> fields = List.of(query.getOrDefault("fields", "").split(","));
        if (!module.equals("Contacts") || email.isBlank()) {
            return refused(ledger, 400, "MANDATORY_NOT_FOUND", "one of criteria, email, phone and word is needed; the sandbox knows email");
        }
        if (fields.size() > MOST_FIELDS || !query.getOrDefault("per_page", "200").matches("[1-9]\\d?|1\\d\\d|200")) {
            return refused(ledger, 400, "LIMIT_EXCEEDED", "50 fields and 200 records at most");
        }
        List<ObjectNode> found = records.contacts(email, clock.instant()).stream().limit(Long.parseLong(query.getOrDefault("per_page", "200"))).map(record -> {
            ObjectNode shown = Call.JSON.createObjectNode().put("id", record.path("id").asText());
            fields.stream().filter(field -> !field.isEmpty()).forEach(field -> shown.set(field, shown(record, field)));
            return shown;
        }).toList();
        return found.isEmpty() ? Answer.empty(204)
                : Answer.json(200, Map.of("data", found, "info", Map.of("per_page", 200, "count", found.size(), "page", 1, "more_records", false)));
    }

    private JsonNode shown(ObjectNode record, String field) {
        return switch (field) {
            case "Full_Name" -> TextNode.valueOf((record.path("First_Name").asText("") + ' ' + record.path("Last_Name").asText("")).strip());
            case "Modified_Time" -> TextNode.valueOf(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            default -> record.get(field);
        };
    }

    /** @param id null where it is not in the path */
    private Answer rows(String module, JsonNode body, String id, boolean upsert) {
        JsonNode data = body.path("data");
        List<String> said = new ArrayList<>();
        body.path("duplicate_check_fields").forEach(field -> said.add(field.asText()));
        if (!data.isArray() || data.isEmpty() || id != null && data.size() > 1) {
            return refused(ledger, 400, "MANDATORY_NOT_FOUND", "required field not found");
        }
        if (data.size() > MOST_RECORDS) {
            return refused(ledger, 400, "LIMIT_EXCEEDED", "a maximum of " + MOST_RECORDS + " records can be inserted or updated per call");
        }
        if (!said.stream().allMatch(field -> ZohoModules.canCheck(module, field))) {
            return refused(ledger, 400, "INVALID_DATA", "duplicate_check_fields are no unique fields");
        }
        List<Object> results = new ArrayList<>();
        Set<Boolean> outcomes = new HashSet<>();
        boolean created = false;
        for (JsonNode row : data) {
            Map<String, Object> result = row.isObject() ? row(module, ((ObjectNode) row).deepCopy(), id, upsert, said)
                    : rows.failed(new ZohoModules.Wrong("INVALID_DATA", "data", "invalid data"), null);
            results.add(result);
            outcomes.add("success".equals(result.get("status")));
            created |= "record added".equals(result.get("message"));
        }
        return Answer.json(outcomes.contains(false) ? 202 : created && !upsert ? 201 : 200, Map.of("data", results));
    }

    private Map<String, Object> row(String module, ObjectNode row, String id, boolean upsert, List<String> said) {
        row.remove("id");
        List<String> checks = ZohoModules.checks(module, upsert ? said : List.of());
        String known = id != null ? id : !upsert ? null
                : checks.stream().map(field -> records.idOf(module, field, row.path(field))).filter(found -> found != null).findFirst().orElse(null);
        if (id != null && records.byId(module, id) == null) {
            return rows.failed(new ZohoModules.Wrong("INVALID_DATA", "id", "the id given seems to be invalid"), null);
        }
        ZohoModules.Wrong wrong = ZohoModules.check(module, row, known == null);
        if (wrong != null) {
            return rows.failed(wrong, null);
        }
        String other = records.idOf(module, ZohoModules.KEY, row.path(ZohoModules.KEY));
        if (other != null && !other.equals(known)) {
            return rows.failed(new ZohoModules.Wrong("DUPLICATE_DATA", ZohoModules.KEY, "duplicate data"),
                    Map.of("id", other, "module", Map.of("api_name", module), "Owner", Map.of("id", "5725767000000411001")));
        }
        String stored = records.put(module, known, row, ZohoModules.checks(module, List.of()));
        records.index(module, stored, clock.instant().plus(searchLag));
        String by = known == null || !upsert ? null
                : checks.stream().filter(field -> known.equals(records.idOf(module, field, row.path(field)))).findFirst().orElse(null);
        Map<String, Object> success = rows.success(known == null ? "record added" : "record updated", stored, by);
        if (upsert) {
            success.put("action", known == null ? "insert" : "update");
        }
        return success;
    }

    static Answer refused(Ledger ledger, int status, String code, String message) {
        ledger.refuse(status, code + ": " + message);
        return Answer.json(status, problem(code, message));
    }

    private static Map<String, Object> problem(String code, String message) {
        return Map.of("code", code, "details", Map.of(), "message", message, "status", "error");
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        if (call.path().startsWith("/oauth/")) {
            return status == 400 && code == null ? ZohoTokens.tooOften() : Answer.json(status, Map.of("error", code == null ? "server_error" : code));
        }
        if (code != null && OF_A_RECORD.contains(code) && status < 500) {
            return Answer.json(status, Map.of("data", List.of(problem(code, "sandbox fault"))));
        }
        String usual = switch (status) {
            case 401 -> "INVALID_TOKEN";
            case 403 -> "NO_PERMISSION";
            case 404 -> "INVALID_URL_PATTERN";
            case 429 -> "TOO_MANY_REQUESTS";
            default -> status >= 500 ? "INTERNAL_ERROR" : "INVALID_DATA";
        };
        return Answer.json(status, problem(code == null ? usual : code, "sandbox fault"));
    }

    @Override
    public int failureStatus(String code) {
        return code != null && OF_A_RECORD.contains(code) ? 202 : 500;
    }

    @Override
    public void expireTokens() {
        tokens.expireAll();
    }

    @Override
    public synchronized void reset() {
        tokens.reset();
        records.clear();
        watch.clear();
        used = 0;
    }
}
