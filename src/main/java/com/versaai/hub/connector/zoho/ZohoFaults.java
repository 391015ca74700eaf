package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Set;

/** Zoho: {@code {code, details, message, status}}, of the request, or of each element of {@code data} and {@code watch}. */
final class ZohoFaults implements FaultDecoder {

    private static final Set<String> TRANSIENT = Set.of("RECORD_LOCKED", "INTERNAL_ERROR");
    private static final Duration LOCKED = Duration.ofSeconds(2);
    /** Credits are counted over the last 24 hours and come back bit by bit. */
    private static final Duration OUT_OF_CREDITS = Duration.ofHours(1);

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode json = answer.json();
        JsonNode element = element(json);
        boolean ofRequest = element.isMissingNode();
        JsonNode said = ofRequest ? json : element;
        String code = said.path("code").isTextual() ? said.path("code").asText() : null;
        if (code == null) {
            return generic.decode(answer);
        }
        String message = message(said, code);
        if (answer.status() == 429 || code.equals("TOO_MANY_REQUESTS") || ofRequest && code.equals("LIMIT_EXCEEDED")) {
            return answer.fault(FaultClass.RATE_LIMITED, code, message, message.toLowerCase(java.util.Locale.ROOT).contains("credit")
                    || code.equals("LIMIT_EXCEEDED") ? OUT_OF_CREDITS : null);
        }
        if (TRANSIENT.contains(code)) {
            return answer.fault(FaultClass.TRANSIENT, code, message, code.equals("RECORD_LOCKED") ? LOCKED : null);
        }
        return answer.fault(answer.statusClass(), code, message);
    }

    /** What is said of the first record or channel; missing where the answer is about the request. */
    static JsonNode element(JsonNode answer) {
        JsonNode first = answer.path("data").path(0);
        return first.isMissingNode() ? answer.path("watch").path(0) : first;
    }

    /** Zoho's words with the field they are about; never the value. */
    private static String message(JsonNode said, String code) {
        String message = said.path("message").isTextual() ? said.path("message").asText() : "Zoho says " + code;
        JsonNode field = said.path("details").path("api_name");
        return field.isTextual() ? message + " (" + field.asText() + ')' : message;
    }
}
