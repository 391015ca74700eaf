package com.versaai.hub.sandbox.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.dynamics.DynamicsRows.Key;
import com.versaai.hub.sandbox.dynamics.DynamicsRows.Row;
import com.versaai.hub.sandbox.dynamics.DynamicsSchema.Refusal;
import com.versaai.hub.sandbox.dynamics.DynamicsSchema.Table;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dynamics 365: {@code /<tenant>/oauth2/v2.0/token} of Entra ID and {@code /api/data/v9.N} of the Web API: {@code WhoAmI}, create, upsert, read, delete
 * and search of leads, contacts, opportunities, incidents and tasks, {@code WinOpportunity}. Keeps to alternate keys, duplicate rules, conditions
 * and the service protection limits.
 */
final class DynamicsSimulator implements Simulator {

    private static final Pattern RESOURCE = Pattern.compile("([A-Za-z]+)(?:\\((.+)\\))?");
    private static final Pattern FILTER = Pattern.compile("([a-z0-9_]+) eq '((?:[^']|'')*)'");

    /** Of contacts alone; the sandbox has no accounts they could belong to. */
    private static final String EXPANDED = "parentcustomerid_account";

    private final Ledger ledger;
    private final Clock clock;
    private final EntraTokens tokens;
    private final DynamicsLimits limits;
    private final DynamicsRows rows;

    DynamicsSimulator(int capacity, Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
        this.tokens = new EntraTokens(ledger::refuse, clock);
        this.limits = new DynamicsLimits(clock);
        this.rows = new DynamicsRows(capacity, ledger);
    }

    private static String environment(Call call) {
        return call.origin() + "/dynamics";
    }

    private static boolean isLogin(List<String> parts) {
        return parts.size() == 4 && parts.subList(1, 4).equals(List.of("oauth2", "v2.0", "token"));
    }

    @Override
    public Answer answer(Call call) {
        List<String> parts = call.parts();
        if (isLogin(parts)) {
            return tokens.answer(call, parts.get(0), environment(call));
        }
        if (!tokens.opens(call.bearer(), environment(call))) {
            ledger.refuse(401, "no token, or one that expired or is for somebody else");
            return unauthorized();
        }
        DynamicsLimits.Exceeded exceeded = limits.request();
        if (exceeded != null) {
            return refuse(new Refusal(429, exceeded.code(), exceeded.message())).with("Retry-After", Long.toString(exceeded.seconds()));
        }
        Answer answer;
        synchronized (rows) {
            answer = data(call, parts);
        }
        return answer.with("OData-Version", "4.0").with("x-ms-ratelimit-burst-remaining-xrm-requests", Integer.toString(limits.remaining()));
    }

    private static Answer unauthorized() {
        return Answer.empty(401).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    private Answer data(Call call, List<String> parts) {
        if (parts.size() != 4 || !parts.get(0).equals("api") || !parts.get(1).equals("data") || !parts.get(2).matches("v9\\.[0-2]")) {
            return refuse(new Refusal(404, "0x80060888", "Resource not found."));
        }
        if (!"4.0".equals(call.headers().apply("OData-Version")) || !"4.0".equals(call.headers().apply("OData-MaxVersion"))
                || !String.valueOf(call.headers().apply("Accept")).contains("application/json")) {
            return refuse(new Refusal(400, "0x80060888", "The request speaks no OData 4.0: OData-Version, OData-MaxVersion, Accept."));
        }
        Matcher resource = RESOURCE.matcher(parts.get(3));
        if (!resource.matches()) {
            return refuse(new Refusal(400, "0x80060888", "Bad Request - Error in query syntax."));
        }
        if (parts.get(3).equals("WhoAmI") && call.is("GET")) {
            return Answer.json(200, Map.of("UserId", "5a4db0c5-0000-4000-8000-0000000000aa", "OrganizationId", "5a4db0c5-0000-4000-8000-0000000000bb"));
        }
        return resource(call, resource.group(1), resource.group(2));
    }

    /** @param key of one row; null for the table itself */
    private Answer resource(Call call, String name, String key) {
        Table table = DynamicsSchema.table(name);
        if (table == null && !name.equals("WinOpportunity")) {
            return refuse(new Refusal(404, "0x80060888", "Resource not found for the segment '" + name + "'."));
        }
        if (call.is("GET")) {
            return table == null ? notAllowed() : key == null ? search(name, table, call.query()) : read(name, table, key, call);
        }
        if (call.is("DELETE")) {
            return table == null || key == null ? notAllowed() : delete(name, DynamicsRows.key(table, key));
        }
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (!call.hasType("application/json") || body.isEmpty()) {
            return refuse(DynamicsSchema.payload("the body is no JSON object"));
        }
        if (table == null) {
            return call.is("POST") ? done(rows.win(body.get())) : notAllowed();
        }
        if (call.is("POST") == (key != null) || !call.is("POST") && !call.is("PATCH")) {
            return notAllowed();
        }
        return write(call, name, table, key, (ObjectNode) body.get());
    }

    private Answer done(Refusal refusal) {
        return refusal == null ? Answer.empty(204) : refuse(refusal);
    }

    /** @param key null for a new row */
    private Answer write(Call call, String set, Table table, String text, ObjectNode body) {
        Key key = text == null ? null : DynamicsRows.key(table, text);
        if (key != null && key.refusal() != null) {
            return refuse(key.refusal());
        }
        Row before = key == null ? null : rows.find(set, key);
        if (key != null && before == null && "*".equals(call.headers().apply("If-Match"))) {
            return refuse(missing(table, key));
        }
        if (before != null && "*".equals(call.headers().apply("If-None-Match"))) {
            return refuse(new Refusal(412, "0x80040237", "A record with matching key values already exists."));
        }
        Object written = rows.write(set, key, body, !"false".equalsIgnoreCase(call.headers().apply("MSCRM.SuppressDuplicateDetection")));
        if (written instanceof Refusal refusal) {
            return refuse(refusal);
        }
        Row row = (Row) written;
        String address = environment(call) + "/api/data/v9.2/" + set + '(' + row.id() + ')';
        boolean shown = String.valueOf(call.headers().apply("Prefer")).contains("return=representation");
        Answer answer = shown ? Answer.json(before == null ? 201 : 200, DynamicsRows.shown(row, call.query().get("$select"))) : Answer.empty(204);
        return answer.with("OData-EntityId", address);
    }

    private Answer read(String set, Table table, String text, Call call) {
        Key key = DynamicsRows.key(table, text);
        Row row = key.refusal() == null ? rows.find(set, key) : null;
        if (row == null) {
            return refuse(key.refusal() != null ? key.refusal() : missing(table, key));
        }
        return Answer.json(200, DynamicsRows.shown(row, call.query().get("$select")));
    }

    private static Refusal missing(Table table, Key key) {
        return key.id() == null ? new Refusal(404, "0x80060891", "A record with the specified key values does not exist in " + table.entity() + " entity")
                : new Refusal(404, "0x80040217", table.entity() + " With Id = " + key.id() + " Does Not Exist");
    }

    private Answer delete(String set, Key key) {
        if (key.refusal() != null || !rows.remove(set, key)) {
            return refuse(key.refusal() != null ? key.refusal() : missing(DynamicsSchema.table(set), key));
        }
        return Answer.empty(204);
    }

    /** One comparison, the oldest first. */
    private Answer search(String set, Table table, Map<String, String> query) {
        Matcher filter = FILTER.matcher(query.getOrDefault("$filter", ""));
        if (!filter.matches() || !table.columns().containsKey(filter.group(1))) {
            return refuse(new Refusal(400, "0x80060888", "Syntax error, or could not find a property, in $filter"));
        }
        for (String column : query.getOrDefault("$select", table.id()).split(",")) {
            if (!table.columns().containsKey(column) && !column.equals(table.id()) && !column.matches("statecode|modifiedon")) {
                return refuse(new Refusal(400, "0x80060888",
                        "Could not find a property named '" + column + "' on type 'Microsoft.Dynamics.CRM." + table.entity() + "'."));
            }
        }
        String expand = query.get("$expand");
        if (expand != null && !(set.equals("contacts") && expand.equals(EXPANDED + "($select=name)"))) {
            return refuse(new Refusal(400, "0x80060888", "Could not find a property to expand on type 'Microsoft.Dynamics.CRM." + table.entity() + "'."));
        }
        if (!query.getOrDefault("$orderby", "createdon").matches("createdon( asc)?") || !query.getOrDefault("$top", "1").matches("[1-9]\\d{0,3}")) {
            return refuse(new Refusal(400, "0x80060888", "the sandbox orders by createdon alone, and takes $top from 1 to 9999"));
        }
        int top = Integer.parseInt(query.getOrDefault("$top", "5000"));
        List<ObjectNode> found = rows.having(set, filter.group(1), filter.group(2).replace("''", "'")).stream().limit(top)
                .map(row -> found(row, query.get("$select"), expand != null)).toList();
        return Answer.json(200, Map.of("@odata.context", "$metadata#" + set, "value", found));
    }

    private ObjectNode found(Row row, String select, boolean expanded) {
        ObjectNode found = DynamicsRows.shown(row, select);
        if (found.has("modifiedon")) {
            found.put("modifiedon", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return expanded ? found.putNull(EXPANDED) : found;
    }

    private Answer notAllowed() {
        return refuse(new Refusal(405, "0x80060888", "The requested resource does not support this http method."));
    }

    private Answer refuse(Refusal refusal) {
        ledger.refuse(refusal.status(), refusal.code() + ": " + refusal.message());
        return error(refusal.status(), refusal.code(), refusal.message());
    }

    private static Answer error(int status, String code, String message) {
        return Answer.json(status, Map.of("error", Map.of("code", code, "message", message)));
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        if (isLogin(call.parts())) {
            return EntraTokens.failure(status, code == null ? status == 429 ? "temporarily_unavailable" : "server_error" : code, "sandbox fault.");
        }
        if (status == 401 && code == null) {
            return unauthorized();
        }
        String usual = switch (status) {
            case 403 -> "0x80040220";
            case 404 -> "0x80060891";
            case 412 -> "0x80060882";
            case 429 -> "0x80072322";
            default -> status >= 500 ? "0x80040216" : DynamicsSchema.PAYLOAD;
        };
        return error(status, code == null ? usual : code, "sandbox fault " + UUID.randomUUID()).with("OData-Version", "4.0");
    }

    @Override
    public int failureStatus(String code) {
        return code != null && code.startsWith("0x800723") ? 429 : 500;
    }

    @Override
    public void expireTokens() {
        tokens.expireAll();
    }

    @Override
    public void rest() {
        limits.reset();
    }

    @Override
    public void reset() {
        tokens.expireAll();
        limits.reset();
        synchronized (rows) {
            rows.clear();
        }
    }
}
