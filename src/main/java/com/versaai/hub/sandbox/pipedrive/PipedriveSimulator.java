package com.versaai.hub.sandbox.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Pipedrive API v2: create, read and change persons, deals and activities, search persons and deals; {@code /v1/users/me}, and of v1 notes. Nothing is
 * unique: a second person of one address is a second person. Keeps to the burst limits of 2 s; the daily one is a fault to be switched on.
 */
final class PipedriveSimulator implements Simulator {

    private static final int PAGE = 100;
    private static final int LONGEST = 255;
    private static final Predicate<JsonNode> TEXT = JsonNode::isTextual;
    private static final Predicate<JsonNode> ID = JsonNode::isIntegralNumber;
    private static final Predicate<JsonNode> LIST = JsonNode::isArray;
    private static final Predicate<JsonNode> DATE = value -> value.isNull() || value.asText().matches("\\d{4}-\\d{2}-\\d{2}");
    private static final Predicate<JsonNode> CUSTOM = value -> value.isObject()
            && value.properties().stream().allMatch(field -> field.getKey().equals(PipedriveSandbox.KEY_FIELD));
    private static final Map<String, Map<String, Predicate<JsonNode>>> FIELDS = Map.of(
            "persons", Map.of("name", TEXT, "owner_id", ID, "org_id", ID, "emails", PipedriveSimulator::addresses, "phones", LIST,
                    "label_ids", LIST, "custom_fields", CUSTOM),
            "deals", Map.of("title", TEXT, "value", JsonNode::isNumber, "currency", value -> value.asText().matches("[A-Z]{3}"),
                    "person_id", ID, "org_id", ID, "pipeline_id", ID, "expected_close_date", DATE, "custom_fields", CUSTOM,
                    "status", value -> Set.of("open", "won", "lost").contains(value.asText())),
            "activities", Map.of("subject", TEXT, "type", TEXT, "due_date", DATE, "due_time", TEXT, "duration", TEXT, "done", JsonNode::isBoolean,
                    "note", TEXT, "participants", LIST, "deal_id", ID, "owner_id", ID));
    private static final Map<String, String> REQUIRED = Map.of("persons", "name", "deals", "title", "activities", "subject");
    /** Activities have none. */
    private static final Map<String, Set<String>> SEARCHED =
            Map.of("persons", Set.of("name", "email", "custom_fields"), "deals", Set.of("title", "custom_fields"));

    private final Ledger ledger;
    private final PipedriveLimits limits;
    private final Map<String, ObjectNode> records;
    private final PipedriveNotebook notebook;
    private long ids = 100;

    /** @param calls that a token has in 2 s, 0 for no limit */
    PipedriveSimulator(int capacity, Ledger ledger, Clock clock, int calls) {
        this.ledger = ledger;
        this.limits = new PipedriveLimits(clock, calls);
        this.records = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
                return size() > capacity;
            }
        };
        this.notebook = new PipedriveNotebook(records, () -> ++ids, ledger, this::refuse);
    }

    private static boolean addresses(JsonNode value) {
        boolean good = value.isArray();
        for (JsonNode one : value) {
            good &= one.path("value").asText("").matches("[^@\\s]+@[^@\\s]+");
        }
        return good;
    }

    @Override
    public synchronized Answer answer(Call call) {
        if (!limits.take(call.path().endsWith("/search"))) {
            ledger.refuse(429, "request over limit");
            return limits.tell(failure(call, 429, null));
        }
        return limits.tell(answered(call));
    }

    private Answer answered(Call call) {
        if (!PipedriveSandbox.TOKEN.equals(call.headers().apply("x-api-token"))) {
            return refuse(401, "unauthorized access");
        }
        List<String> parts = call.parts();
        if (call.is("GET") && parts.equals(List.of("v1", "users", "me"))) {
            return Answer.json(200, Map.of("success", true, "data", Map.of("id", 1, "name", "Sandbox")));
        }
        if (parts.equals(List.of("api", "v1", "notes"))) {
            return notebook.answer(call);
        }
        boolean known = parts.size() >= 3 && parts.size() <= 4 && parts.subList(0, 2).equals(List.of("api", "v2")) && FIELDS.containsKey(parts.get(2));
        if (!known) {
            return refuse(404, "Not found");
        }
        String object = parts.get(2);
        if (call.is("GET")) {
            return parts.size() == 3 ? refuse(405, "Method not allowed") : parts.get(3).equals("search") ? search(object, call.query()) : read(object, parts.get(3));
        }
        boolean creates = parts.size() == 3 && call.is("POST");
        if (!creates && (parts.size() == 3 || !call.is("PATCH"))) {
            return refuse(405, "Method not allowed");
        }
        if (!call.hasType("application/json")) {
            return refuse(415, "Unsupported media type");
        }
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        return body.isEmpty() ? refuse(400, "Request body is not a JSON object") : write(object, creates ? null : parts.get(3), (ObjectNode) body.get());
    }

    private Answer read(String object, String id) {
        ObjectNode record = records.get(object + '/' + id);
        return record == null ? refuse(404, "Record not found") : Answer.json(200, Map.of("success", true, "data", record));
    }

    /** @param id null for a new one */
    private Answer write(String object, String id, ObjectNode fields) {
        ObjectNode before = id == null ? null : records.get(object + '/' + id);
        if (id != null && before == null) {
            return refuse(404, "Record not found");
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            Predicate<JsonNode> form = FIELDS.get(object).get(field.getKey());
            if (form == null || !form.test(field.getValue()) || !field.getKey().equals("note") && field.getValue().asText("").length() > LONGEST) {
                return refuse(400, "Validation failed: " + field.getKey());
            }
        }
        String required = REQUIRED.get(object);
        if ((id == null || fields.has(required)) && fields.path(required).asText("").isBlank()) {
            return refuse(400, "Validation failed: " + required + " is required");
        }
        ObjectNode record = before == null ? Call.JSON.createObjectNode().put("id", ++ids) : before.deepCopy();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().equals("custom_fields") && record.path("custom_fields") instanceof ObjectNode custom) {
                custom.setAll((ObjectNode) field.getValue());
            } else {
                record.set(field.getKey(), field.getValue());
            }
        }
        records.put(object + '/' + record.get("id").asText(), record);
        if (record.equals(before)) {
            ledger.unchanged(effect(object, record), Call.write(fields));
        } else {
            ledger.always(effect(object, record), Call.write(fields));
        }
        return Answer.json(id == null ? 201 : 200, Map.of("success", true, "data", record));
    }

    private static String effect(String object, ObjectNode record) {
        String key = object.equals("persons") ? record.at("/emails/0/value").asText("").toLowerCase(Locale.ROOT)
                : record.path("custom_fields").path(PipedriveSandbox.KEY_FIELD).asText("");
        return object + '/' + (key.isEmpty() ? "#" + record.get("id").asText() : key);
    }

    /** As the real one an exact match takes upper for lower case, and custom fields are told without their names. */
    private Answer search(String object, Map<String, String> query) {
        boolean exact = "true".equals(query.get("exact_match"));
        String term = query.getOrDefault("term", "").toLowerCase(Locale.ROOT);
        List<String> fields = List.of(query.getOrDefault("fields", String.join(",", SEARCHED.getOrDefault(object, Set.of()))).split(","));
        if (!SEARCHED.containsKey(object)) {
            return refuse(404, "Not found");
        }
        if (term.isBlank() || term.length() < 2 && !exact || !SEARCHED.get(object).containsAll(fields)
                || !query.getOrDefault("limit", "1").matches("[1-9]\\d?|[1-4]\\d\\d|500")) {
            return refuse(400, "Validation failed: term, fields or limit");
        }
        int limit = Integer.parseInt(query.getOrDefault("limit", Integer.toString(PAGE)));
        List<ObjectNode> hits = records.entrySet().stream().filter(entry -> entry.getKey().startsWith(object + '/')).map(Map.Entry::getValue)
                .filter(record -> fields.stream().flatMap(field -> values(record, field).stream()).map(value -> value.toLowerCase(Locale.ROOT))
                        .anyMatch(value -> exact ? value.equals(term) : value.contains(term))).toList();
        List<Object> items = new ArrayList<>();
        hits.stream().limit(limit).forEach(record -> items.add(Map.of("result_score", 1, "item", item(object, record))));
        ObjectNode more = Call.JSON.createObjectNode().put("next_cursor", hits.size() > limit ? "more" : null);
        return Answer.json(200, Map.of("success", true, "data", Map.of("items", items), "additional_data", more));
    }

    private static ObjectNode item(String object, ObjectNode record) {
        ObjectNode item = Call.JSON.createObjectNode();
        item.set("id", record.get("id"));
        item.put("type", object.substring(0, object.length() - 1));
        String name = REQUIRED.get(object);
        item.set(name, record.get(name));
        if (object.equals("persons")) {
            list(item, "emails", values(record, "email"));
            item.putNull("organization");
        }
        list(item, "custom_fields", values(record, "custom_fields"));
        return item;
    }

    private static void list(ObjectNode item, String name, List<String> values) {
        ArrayNode list = item.putArray(name);
        values.forEach(list::add);
    }

    private static List<String> values(ObjectNode record, String field) {
        List<String> values = new ArrayList<>();
        if (field.equals("email")) {
            record.path("emails").forEach(one -> values.add(one.path("value").asText()));
        } else if (field.equals("custom_fields")) {
            record.path(field).forEach(one -> values.add(one.asText()));
        } else {
            values.add(record.path(field).asText());
        }
        return values;
    }

    private Answer refuse(int status, String error) {
        ledger.refuse(status, error);
        return Answer.json(status, problem(error));
    }

    private static Map<String, Object> problem(String error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", false);
        body.put("error", error);
        body.put("error_info", "Please check developers.pipedrive.com for more information about Pipedrive API.");
        body.put("data", null);
        return body;
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        Map<String, Object> body = problem(status == 429 ? "request over limit" : "sandbox fault");
        if (code != null) {
            body.put("code", code);
        }
        return status == 429 ? Answer.json(status, body).with("x-ratelimit-reset", "1") : Answer.json(status, body);
    }

    @Override
    public void rest() {
        limits.clear();
    }

    @Override
    public synchronized void reset() {
        records.clear();
        limits.clear();
    }
}
