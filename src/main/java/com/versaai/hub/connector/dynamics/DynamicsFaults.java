package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.util.Locale;
import java.util.Set;

/** Dataverse: {@code {"error": {"code": "0x…", "message": …}}}; the code may be empty, and goes before the status where it is known. */
final class DynamicsFaults implements FaultDecoder {

    /** Found by a duplicate detection rule; comes with 412, and as documented with 500. */
    static final String DUPLICATE_BY_RULE = "0x80040333";
    /** No record has this value of an alternate key. */
    static final String NO_SUCH_KEY = "0x80060891";
    /** Two values of one key: of an alternate key, and of the table's own. */
    static final Set<String> DUPLICATE_KEYS = Set.of("0x80060892", "0x80040237");

    /** Requests, execution time and concurrent requests of one user. */
    private static final Set<String> LIMITS = Set.of("0x80072322", "0x80072321", "0x80072326");
    /** Somebody else wrote meanwhile; no lock was to be had; the database was too slow. */
    private static final Set<String> PASSING = Set.of("0x80060882", "0x80044339", "0x80044151");

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode error = answer.json().path("error");
        if (!error.path("code").isTextual() || !error.path("message").isTextual()) {
            // Entra ID's {error, error_description} among them.
            return generic.decode(answer);
        }
        String code = error.get("code").asText();
        return answer.fault(faultClass(answer, code.toLowerCase(Locale.ROOT)), code.isBlank() ? null : code, error.get("message").asText());
    }

    private static FaultClass faultClass(ProviderAnswer answer, String code) {
        if (LIMITS.contains(code)) {
            return FaultClass.RATE_LIMITED;
        }
        if (PASSING.contains(code)) {
            return FaultClass.TRANSIENT;
        }
        return DUPLICATE_BY_RULE.equals(code) ? FaultClass.PERMANENT : answer.statusClass();
    }
}
