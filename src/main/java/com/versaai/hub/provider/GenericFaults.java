package com.versaai.hub.provider;

import com.fasterxml.jackson.databind.JsonNode;

/** The error shapes most services share: problem+json, {@code {"error": …}}, {@code {"message": …}}, an HTML page, nothing at all. */
public final class GenericFaults implements FaultDecoder {

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode json = answer.json();
        // 409 is an answer to a lock only where the provider says so.
        boolean locked = answer.status() == 409 && answer.body().toLowerCase(java.util.Locale.ROOT).contains("lock");
        FaultClass faultClass = locked ? FaultClass.TRANSIENT : answer.statusClass();
        if (json.isObject()) {
            JsonNode error = json.path("error").isObject() ? json.path("error") : json;
            return answer.fault(faultClass, code(error), message(answer, error));
        }
        return answer.fault(faultClass, null, plain(answer));
    }

    private static String code(JsonNode error) {
        String code = first(error, "code", "errorCode", "error_code", "error", "type", "status");
        if (code == null || code.matches("\\d+")) {
            return null;
        }
        // problem+json names a type by a URL: its last step is the code.
        return code.contains("/") ? code.substring(code.lastIndexOf('/') + 1) : code;
    }

    private static String message(ProviderAnswer answer, JsonNode error) {
        String message = first(error, "message", "detail", "error_description", "title", "error");
        if (message == null) {
            message = first(error.path("errors").path(0), "message", "detail", "title");
        }
        return message == null ? plain(answer) : message;
    }

    private static String first(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    /** For an answer without a shape: an HTML page's title, the text's beginning, or that there was none. */
    public static String plain(ProviderAnswer answer) {
        if (answer.body().isBlank()) {
            return "HTTP " + answer.status() + " with an empty answer";
        }
        return Excerpt.isHtml(answer.body()) ? "HTTP " + answer.status() + ", page: " + Excerpt.title(answer.body()) : answer.body();
    }
}
