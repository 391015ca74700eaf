package com.versaai.hub.connector.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Pipedrive says when its limit is over in a header of its own. */
final class PipedriveConnector implements Connector {

    private final FaultDecoder faults = new Faults();

    @Override
    public String name() {
        return "pipedrive";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }

    /** Pipedrive: {@code {success: false, error, error_info, code}}, where the code may be missing or repeat the status. */
    private static final class Faults implements FaultDecoder {

        private static final String RESET = "x-ratelimit-reset";

        private final FaultDecoder generic = new GenericFaults();

        @Override
        public Fault decode(ProviderAnswer answer) {
            JsonNode error = answer.json().path("error");
            JsonNode code = answer.json().path("code");
            Duration wait = answer.status() == 429 ? reset(answer.headers()) : null;
            if (error.isTextual() && !error.asText().isBlank()) {
                // Without a code the status is one: the text is a sentence, and another one tomorrow.
                return answer.fault(answer.statusClass(), code.isTextual() ? code.asText() : null, error.asText(), wait);
            }
            Fault fault = generic.decode(answer);
            return fault.retryAfter() != null || wait == null ? fault
                    : new Fault(fault.faultClass(), fault.status(), fault.code(), fault.message(), wait, fault.answer());
        }

        /** Seconds until the window of 2 s, or the day, is over; null for what can't be that. */
        private static Duration reset(Map<String, String> headers) {
            return headers.entrySet().stream().filter(header -> RESET.equalsIgnoreCase(header.getKey())).map(Map.Entry::getValue)
                    .filter(value -> value != null && value.matches("\\d{1,5}")).map(value -> Duration.ofSeconds(Long.parseLong(value)))
                    .filter(wait -> wait.compareTo(Duration.ofDays(1)) <= 0).findFirst().orElse(null);
        }
    }
}
