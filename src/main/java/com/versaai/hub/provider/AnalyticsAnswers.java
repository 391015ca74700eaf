package com.versaai.hub.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Exchange;

/** Bean {@code analyticsAnswers}, for connectors of other kinds {@code promisedAnswers}: finds the refusal inside a 2xx, and knows a success by what the provider promises. */
public final class AnalyticsAnswers {

    private static final String NOTHING = "nothing";

    private final FaultClassifier faults;

    AnalyticsAnswers(FaultClassifier faults) {
        this.faults = faults;
    }

    /**
     * @param account whose call it was ({@code <provider>}, {@code <provider>-eu} …)
     * @param promise fields of a success, separated by spaces: {@code name=value}, or {@code name} for a whole number from 1 on;
     *                {@value #NOTHING} where a success is 204 without a body, {@code nothing=202} where it is another status
     * @throws ProviderException when the body says that the event was not taken; in doubt, when it says neither that nor what was promised
     */
    public void check(Exchange exchange, String account, String promise) {
        Promised answer = Promised.answer(account, exchange.getMessage());
        int status = answer.status();
        String body = answer.body();
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
        if (NOTHING.equals(promise)) {
            // An endpoint that only validates says what it found: nothing.
            answer.require(status == 204 && answer.body().isBlank() || status == 200 && answer.json().path("validationMessages").isArray(),
                    "204 and an empty answer");
        } else if (promise.startsWith(NOTHING + '=')) {
            String promised = promise.substring(NOTHING.length() + 1);
            answer.require(promised.equals(String.valueOf(status)) && body.isBlank(), promised + " and an empty answer");
        } else {
            answer.requireJson(Arrays.stream(promise.split(" ")).allMatch(field -> holds(answer, field)), promise, 200);
        }
    }

    private static boolean holds(Promised answer, String promised) {
        int equals = promised.indexOf('=');
        if (equals < 0) {
            return answer.hasNumber('/' + promised);
        }
        JsonNode found = answer.json().path(promised.substring(0, equals));
        String value = promised.substring(equals + 1);
        // A number or a boolean is promised as one: 200 is not "200".
        return value.matches("true|false|\\d+") ? !found.isTextual() && found.asText().equals(value) : value.equals(found.textValue());
    }

    private static String code(JsonNode validation) {
        String code = validation.path("validationCode").asText();
        return code.matches("\\w{1,80}") ? code : "invalid_event";
    }
}
