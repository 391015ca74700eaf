package com.versaai.hub.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;

/** HubSpot: {@code {status, message, category, policyName …}}, and rows' errors inside a 207. */
final class HubspotFaults implements FaultDecoder {

    private static final Duration LOCKED = Duration.ofSeconds(2);
    private static final Duration ROLLING = Duration.ofSeconds(10);
    /** The daily limit ends at midnight of the account's time zone, which is not known here. */
    private static final Duration DAILY = Duration.ofHours(1);

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode json = answer.json();
        JsonNode error = json.path("category").isTextual() ? json : json.path("errors").path(0);
        String code = error.path("category").isTextual() ? error.path("category").asText() : null;
        String message = error.path("message").isTextual() ? error.path("message").asText() : GenericFaults.plain(answer);
        if (answer.status() == 429 || "RATE_LIMITS".equals(code) || "RATE_LIMIT".equals(code)) {
            String policy = json.path("policyName").asText("");
            return answer.fault(FaultClass.RATE_LIMITED, code == null ? "RATE_LIMITS" : code, message, wait(policy));
        }
        return switch (answer.status()) {
            case 423 -> answer.fault(FaultClass.TRANSIENT, code == null ? "LOCKED" : code, message, LOCKED);
            case 477 -> answer.fault(FaultClass.TRANSIENT, code == null ? "MIGRATION_IN_PROGRESS" : code, message, ROLLING);
            default -> code == null ? generic.decode(answer) : answer.fault(faultClass(answer, code), code, message);
        };
    }

    private static FaultClass faultClass(ProviderAnswer answer, String code) {
        if ("OBJECT_LOCKED".equals(code) || "LOCKED".equals(code)) {
            return FaultClass.TRANSIENT;
        }
        return "INTERNAL_ERROR".equals(code) && answer.status() < 300 ? FaultClass.TRANSIENT : answer.statusClass();
    }

    private static Duration wait(String policy) {
        return policy.contains("DAILY") ? DAILY : policy.contains("TEN_SECONDLY") ? ROLLING : null;
    }
}
