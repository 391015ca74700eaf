package com.versaai.hub.sandbox.zoho;

import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said of one record of a request. */
record ZohoRows(Ledger ledger, Clock clock) {

    Map<String, Object> success(String message, String id, String by) {
        Map<String, Object> success = new LinkedHashMap<>();
        success.put("code", "SUCCESS");
        success.put("duplicate_field", by);
        success.put("details", Map.of("id", id, "Modified_Time", clock.instant().toString(), "Created_Time", clock.instant().toString()));
        success.put("message", message);
        success.put("status", "success");
        return success;
    }

    Map<String, Object> failed(ZohoModules.Wrong wrong, Map<String, Object> duplicate) {
        ledger.refuse(202, wrong.code() + ' ' + wrong.field());
        Map<String, Object> details = new LinkedHashMap<>(Map.of("api_name", wrong.field(), "json_path", "$.data[0]." + wrong.field()));
        if (duplicate != null) {
            details.put("duplicate_record", duplicate);
        }
        return Map.of("code", wrong.code(), "details", details, "message", wrong.message(), "status", "error");
    }
}
