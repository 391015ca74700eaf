package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.util.Set;

/** Salesforce: an array of {@code {errorCode, message, fields}}, in OAuth an object {@code {error, error_description}}. */
final class SalesforceFaults implements FaultDecoder {

    private static final Set<String> TRANSIENT = Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION",
            "QUERY_TIMEOUT");

    /** Of a record that another one refers to by its external id: its own delivery is under way. */
    private static final String NOT_THERE_YET = "Foreign key external ID:";

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        if (answer.status() == 300) {
            return answer.fault(FaultClass.PERMANENT, "MULTIPLE_CHOICES", "several records have this external id");
        }
        JsonNode error = answer.json().path(0);
        if (!error.path("errorCode").isTextual()) {
            return generic.decode(answer);
        }
        String code = error.path("errorCode").asText();
        FaultClass faultClass = answer.statusClass();
        if ("REQUEST_LIMIT_EXCEEDED".equals(code)) {
            faultClass = FaultClass.RATE_LIMITED;
        } else if (TRANSIENT.contains(code) || error.path("message").asText("").startsWith(NOT_THERE_YET)) {
            faultClass = FaultClass.TRANSIENT;
        }
        return answer.fault(faultClass, code, message(error));
    }

    private static String message(JsonNode error) {
        String message = error.path("message").asText();
        return error.path("fields").isEmpty() ? message : message + " " + error.path("fields");
    }
}
