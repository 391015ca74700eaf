package com.versaai.hub.connector.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;

/** Amplitude: which fields were wrong, who is throttled, what is silenced. */
final class AmplitudeFaults implements FaultDecoder {

    private static final Duration THROTTLED = Duration.ofSeconds(30);
    /** A spent daily quota comes back the next day. */
    private static final Duration QUOTA = Duration.ofDays(1);

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode json = answer.json();
        String error = json.path("error").asText("");
        if (answer.status() == 429) {
            boolean quota = !json.path("exceeded_daily_quota_users").isEmpty() || !json.path("exceeded_daily_quota_devices").isEmpty();
            return answer.fault(FaultClass.RATE_LIMITED, quota ? "exceeded_daily_quota" : "throttled",
                    error.isEmpty() ? "too many events" : error, quota ? QUOTA : THROTTLED);
        }
        if (!json.path("silenced_events").isEmpty() || !json.path("silenced_devices").isEmpty()) {
            return answer.fault(FaultClass.PERMANENT, "events_silenced", error);
        }
        String field = json.path("missing_field").asText("");
        if (!field.isEmpty() && !"null".equals(field)) {
            return answer.fault(answer.statusClass(), "missing_field", error + " " + field);
        }
        for (String kind : new String[] {"events_with_invalid_fields", "events_with_missing_fields"}) {
            if (!json.path(kind).isEmpty()) {
                // Field names only: the indexes say nothing for a batch of one.
                return answer.fault(answer.statusClass(), kind, error + " " + String.join(", ", fields(json.path(kind))));
            }
        }
        return generic.decode(answer);
    }

    private static Iterable<String> fields(JsonNode object) {
        return object::fieldNames;
    }
}
