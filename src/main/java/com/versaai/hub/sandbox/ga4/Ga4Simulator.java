package com.versaai.hub.sandbox.ga4;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import com.versaai.hub.sandbox.Simulator;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Google Analytics 4: {@code /mp/collect} answers 204 whatever it is given, and only valid events with the right secret have an
 * effect (see the ledger's refusals for why not); {@code /debug/mp/collect} says what is wrong and records nothing.
 */
final class Ga4Simulator implements Simulator {

    private static final int LONGEST_BODY = 130_000;

    private final Ledger ledger;
    private final Clock clock;

    Ga4Simulator(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        boolean debug = call.path().equals("/debug/mp/collect");
        if (!debug && !call.path().equals("/mp/collect")) {
            return Answer.of(404, "text/html; charset=UTF-8", "<html><title>Error 404 (Not Found)!!1</title></html>");
        }
        if (!call.is("POST")) {
            return Answer.of(405, "text/html; charset=UTF-8", "<html><title>Error 405 (Method Not Allowed)!!1</title></html>");
        }
        boolean app = call.query().containsKey("firebase_app_id");
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        List<Ga4Rules.Message> messages = body.isEmpty()
                ? List.of(new Ga4Rules.Message("", "Unable to parse Measurement Protocol JSON payload.", "VALUE_INVALID"))
                : Ga4Rules.check(body.get(), app, clock.instant());
        if (debug) {
            return Answer.json(200, Map.of("validationMessages", messages));
        }
        collect(call, body.orElse(null), messages);
        return Answer.empty(204);
    }

    private void collect(Call call, JsonNode body, List<Ga4Rules.Message> messages) {
        if (!Ga4Sandbox.API_SECRET.equals(call.query().get("api_secret"))
                || !Ga4Sandbox.MEASUREMENT_ID.equals(call.query().get("measurement_id"))) {
            ledger.refuse(204, "wrong measurement_id or api_secret: dropped");
        } else if (call.body().length > LONGEST_BODY) {
            ledger.refuse(204, "body over 130 kB: dropped");
        } else if (!messages.isEmpty()) {
            ledger.refuse(204, messages.get(0).fieldPath() + " " + messages.get(0).validationCode() + ": dropped");
        } else {
            for (JsonNode event : body.get("events")) {
                String content = Call.write(event);
                String id = body.path("client_id").asText(body.path("app_instance_id").asText());
                ledger.always(event.get("name").asText() + "|" + id + "|"
                        + Ledger.hash(content + body.path("timestamp_micros").asText()), content);
            }
        }
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        return Answer.of(status, "text/html; charset=UTF-8", "<html><title>Error " + status + "</title></html>");
    }
}
