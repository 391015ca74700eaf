package com.versaai.hub.sandbox.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes of deals, one made at a time, and of the query language the ids of one module by a unique field, which is what the hub asks for. Not
 * thread-safe: guarded by its owner.
 */
record ZohoNotebook(ZohoRecordStore records, ZohoRows rows, Ledger ledger) {

    private static final Pattern QUERY = Pattern.compile("select id from (\\w+) where (\\w+) = '((?:[^']|'')*)' limit [1-9]\\d*");

    /** Nothing lags here, other than in the search. 204 for nothing. */
    Answer query(JsonNode body) {
        Matcher query = QUERY.matcher(body.path("select_query").asText());
        if (!query.matches() || !ZohoModules.exists(query.group(1)) || !ZohoModules.canCheck(query.group(1), query.group(2))) {
            return ZohoSimulator.refused(ledger, 400, "SYNTAX_ERROR", "error occurred while parsing the query");
        }
        String id = records.idOf(query.group(1), query.group(2), TextNode.valueOf(query.group(3).replace("''", "'")));
        return id == null ? Answer.empty(204)
                : Answer.json(200, Map.of("data", List.of(Map.of("id", id)), "info", Map.of("count", 1, "more_records", false)));
    }

    Answer notes(Call call, String deal, JsonNode body) {
        if (call.is("GET")) {
            return list(deal, call.query());
        }
        if (!call.is("POST")) {
            return ZohoSimulator.refused(ledger, 400, "INVALID_REQUEST_METHOD", "not possible here");
        }
        if (body.path("data").size() != 1 || !(body.at("/data/0") instanceof ObjectNode said)) {
            return ZohoSimulator.refused(ledger, 400, "MANDATORY_NOT_FOUND", "the sandbox takes one note");
        }
        ObjectNode note = said.deepCopy();
        ZohoModules.Wrong wrong = records.byId("Deals", deal) == null ? new ZohoModules.Wrong("INVALID_DATA", "id", "the id given seems to be invalid")
                : ZohoModules.check(ZohoModules.NOTES, note, true);
        if (wrong != null) {
            return Answer.json(202, Map.of("data", List.of(rows.failed(wrong, null))));
        }
        note.putObject("Parent_Id").put("id", deal);
        String id = records.put(ZohoModules.NOTES, null, note, List.of());
        return Answer.json(201, Map.of("data", List.of(rows.success("record added", id, null))));
    }

    /** The fields have to be said. */
    private Answer list(String deal, Map<String, String> query) {
        List<String> fields = List.of(query.getOrDefault("fields", "").split(","));
        if (fields.contains("") || !query.getOrDefault("per_page", "200").matches("[1-9]\\d?|1\\d\\d|200")) {
            return ZohoSimulator.refused(ledger, 400, "REQUIRED_PARAM_MISSING", "one of the expected parameters is missing: fields");
        }
        List<ObjectNode> all = records.notes(deal);
        int most = Integer.parseInt(query.getOrDefault("per_page", "200"));
        List<ObjectNode> shown = all.stream().limit(most).map(note -> {
            ObjectNode part = Call.JSON.createObjectNode().put("id", note.path("id").asText());
            fields.stream().filter(note::has).forEach(field -> part.set(field, note.get(field)));
            return part;
        }).toList();
        return shown.isEmpty() ? Answer.empty(204) : Answer.json(200, Map.of("data", shown,
                "info", Map.of("per_page", most, "count", shown.size(), "page", 1, "more_records", all.size() > most)));
    }
}
