package com.versaai.hub.sandbox.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** API v1 of notes: made on a deal, and listed of one, which says null where there is none. Not thread-safe: guarded by its owner. */
record PipedriveNotebook(Map<String, ObjectNode> records, LongSupplier ids, Ledger ledger, BiFunction<Integer, String, Answer> refuse) {

    private static final int LONGEST = 100_000;

    Answer answer(Call call) {
        if (call.is("GET")) {
            return list(call.query());
        }
        if (!call.is("POST")) {
            return refuse.apply(405, "Method not allowed");
        }
        JsonNode body = call.hasType("application/json") ? call.json().orElse(null) : null;
        return body instanceof ObjectNode fields ? create(fields) : refuse.apply(400, "Request body is not a JSON object");
    }

    private Answer create(ObjectNode fields) {
        for (String field : (Iterable<String>) fields::fieldNames) {
            if (!List.of("content", "deal_id").contains(field)) {
                return refuse.apply(400, "Validation failed: " + field);
            }
        }
        String content = fields.path("content").isTextual() ? fields.get("content").asText() : "";
        if (content.isBlank() || content.length() > LONGEST) {
            return refuse.apply(400, "Validation failed: content");
        }
        if (!fields.path("deal_id").isIntegralNumber() || !records.containsKey("deals/" + fields.get("deal_id").asText())) {
            return refuse.apply(400, "Validation failed: deal_id");
        }
        ObjectNode note = fields.deepCopy().put("id", ids.getAsLong()).put("active_flag", true);
        records.put("notes/" + note.get("id").asText(), note);
        ledger.always("notes/#" + note.get("id").asText(), Call.write(fields));
        return Answer.json(200, Map.of("success", true, "data", note));
    }

    private Answer list(Map<String, String> query) {
        String deal = query.getOrDefault("deal_id", "");
        int most = query.getOrDefault("limit", "100").matches("[1-9]\\d?|[1-4]\\d\\d|500") ? Integer.parseInt(query.getOrDefault("limit", "100")) : 0;
        if (!deal.matches("\\d+") || most == 0 || !query.getOrDefault("sort", "add_time DESC").equals("add_time DESC") || !query.getOrDefault("start", "0").equals("0")) {
            return refuse.apply(400, "Validation failed: deal_id, sort, start or limit; the sandbox lists the newest of one deal");
        }
        List<ObjectNode> notes = new ArrayList<>(records.entrySet().stream().filter(entry -> entry.getKey().startsWith("notes/")).map(Map.Entry::getValue)
                .filter(note -> note.path("deal_id").asText().equals(deal)).toList());
        Collections.reverse(notes);
        List<ObjectNode> shown = notes.subList(0, Math.min(most, notes.size()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("data", shown.isEmpty() ? null : shown);
        answer.put("additional_data", Map.of("pagination", Map.of("start", 0, "limit", most, "more_items_in_collection", notes.size() > most)));
        return Answer.json(200, answer);
    }
}
