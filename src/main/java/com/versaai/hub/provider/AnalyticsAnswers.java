package com.versaai.hub.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code analyticsAnswers}: finds the refusal inside a 2xx. An answer that is no JSON says nothing: the status decides. */
public final class AnalyticsAnswers {

    private final FaultClassifier faults;

    AnalyticsAnswers(FaultClassifier faults) {
        this.faults = faults;
    }

    /**
     * @param account whose call it was ({@code <provider>}, {@code <provider>-eu} …)
     * @throws ProviderException when the body says that the event was not taken
     */
    public void check(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        String body = message.getBody(String.class);
        JsonNode json = ProviderAnswer.of(status, Map.of(), body, null).json();
        int code = json.path("code").asInt(status);
        boolean refused = code >= 400 || !json.path("failed_records").isEmpty() || "error".equals(json.path("status").asText())
                || json.path("success").isBoolean() && !json.path("success").booleanValue();
        if (!json.path("validationMessages").isEmpty()) {
            JsonNode first = json.path("validationMessages").path(0);
            throw new ProviderException(account, new Fault(FaultClass.PERMANENT, status, code(first),
                    Excerpt.line(first.path("fieldPath").asText() + ": " + first.path("description").asText(), 300), null, Excerpt.ofAnswer(body)));
        }
        if (refused) {
            throw new ProviderException(account, faults.decode(account, code >= 400 && code < 600 ? code : status, Map.of(), body));
        }
    }

    private static String code(JsonNode validation) {
        String code = validation.path("validationCode").asText();
        return code.matches("\\w{1,80}") ? code : "invalid_event";
    }
}
