package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.util.Set;

/** Slack: {@code ok:false} with status 200 from the Web API, plain words with real statuses from incoming webhooks. */
final class SlackFaults implements FaultDecoder {

    private static final Set<String> RATE_LIMITED = Set.of("ratelimited", "rate_limited");
    private static final Set<String> TRANSIENT = Set.of("service_unavailable", "request_timeout", "team_added_to_org");
    /** Slack says of these that the call may have had effects. */
    private static final Set<String> IN_DOUBT = Set.of("internal_error", "fatal_error");

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode json = answer.json();
        if (json.path("error").isTextual()) {
            String code = json.path("error").asText();
            return answer.fault(faultClass(code, answer), code, message(code, json));
        }
        String word = answer.body().strip();
        if (word.matches("[a-z_]{2,64}")) {
            return answer.fault(faultClass(word, answer), word, "Slack says " + word);
        }
        return generic.decode(answer);
    }

    private static FaultClass faultClass(String code, ProviderAnswer answer) {
        if (RATE_LIMITED.contains(code)) {
            return FaultClass.RATE_LIMITED;
        }
        if (TRANSIENT.contains(code)) {
            return FaultClass.TRANSIENT;
        }
        if (IN_DOUBT.contains(code) && answer.status() < 300) {
            return FaultClass.IN_DOUBT;
        }
        return answer.statusClass();
    }

    private static String message(String code, JsonNode json) {
        StringBuilder message = new StringBuilder("Slack says ").append(code);
        if (json.path("needed").isTextual()) {
            message.append(", needs scope ").append(json.path("needed").asText());
        }
        for (JsonNode detail : json.path("response_metadata").path("messages")) {
            message.append(", ").append(detail.asText());
        }
        return message.toString();
    }
}
