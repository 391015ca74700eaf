package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where replies to commands and clicks go, {@code /commands/T000/<ticket>} and {@code /actions/T000/<ticket>}: no token, five uses, half an hour. */
final class SlackReplyAddress {

    private final Ledger ledger;
    private final SlackTickets tickets;

    SlackReplyAddress(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.tickets = new SlackTickets(clock, Duration.ofMinutes(30), 5);
    }

    static boolean isIn(List<String> parts) {
        return parts.get(0).equals("commands") || parts.get(0).equals("actions");
    }

    Answer answer(Call call, List<String> parts) {
        if (!call.is("POST") || parts.size() != 3 || !parts.get(1).equals(SlackSandbox.TEAM)) {
            return refused(404, "no_team");
        }
        Optional<JsonNode> message = call.json().filter(JsonNode::isObject);
        if (!call.hasType("application/json") || message.isEmpty()) {
            return refused(400, "invalid_payload");
        }
        String fault = message.get().path("delete_original").asBoolean() ? null : SlackContent.error(message.get());
        if (fault != null) {
            return refused(400, fault);
        }
        return switch (tickets.use(parts.get(2))) {
            case UNKNOWN -> refused(404, "no_service");
            case EXPIRED -> refused(404, "expired_url");
            case USED -> refused(404, "used_url");
            case GOOD -> taken(Call.write(message.get()));
        };
    }

    private Answer taken(String body) {
        ledger.always("reply|" + Ledger.hash(body), body);
        return Answer.of(200, "text/html; charset=utf-8", "ok");
    }

    private Answer refused(int status, String error) {
        ledger.refuse(status, error);
        return Answer.json(status, Map.of("ok", false, "error", error));
    }

    void reset() {
        tickets.reset();
    }
}
