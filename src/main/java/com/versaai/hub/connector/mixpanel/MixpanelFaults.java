package com.versaai.hub.connector.mixpanel;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;

/** Mixpanel {@code /import?strict=1}: 400 lists the refused events, the others were taken. */
final class MixpanelFaults implements FaultDecoder {

    private final FaultDecoder generic = new GenericFaults();

    @Override
    public Fault decode(ProviderAnswer answer) {
        JsonNode failed = answer.json().path("failed_records");
        if (failed.isEmpty()) {
            return generic.decode(answer);
        }
        JsonNode first = failed.path(0);
        String field = first.path("field").asText("");
        return answer.fault(answer.statusClass(), "failed_records",
                failed.size() + " refused: " + (field.isEmpty() ? "" : field + ": ") + first.path("message").asText());
    }
}
