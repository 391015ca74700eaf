package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** {@code views.open}: a trigger is good once, for three seconds, and a form has rules. */
final class SlackViews {

    private final Ledger ledger;
    private final SlackTickets triggers;

    /** What Slack refuses, and the line it adds; {@code detail} null for none. */
    record Refusal(String error, String detail) {
    }

    SlackViews(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.triggers = new SlackTickets(clock, Duration.ofSeconds(3), 1);
    }

    /** Null when it can be opened. The trigger is used last: what is wrong with the form costs none. */
    Refusal refusal(JsonNode arguments) {
        JsonNode view = arguments.path("view");
        String wrong = wrong(view);
        if (wrong != null) {
            return new Refusal("invalid_arguments", "[ERROR] " + wrong);
        }
        if (arguments.path("trigger_id").asText("").isEmpty()) {
            return new Refusal("invalid_arguments", "[ERROR] missing required field: trigger_id");
        }
        return switch (triggers.use(arguments.get("trigger_id").asText())) {
            case UNKNOWN -> new Refusal("invalid_trigger_id", null);
            case EXPIRED -> new Refusal("expired_trigger_id", null);
            case USED -> new Refusal("exchanged_trigger_id", null);
            case GOOD -> null;
        };
    }

    Answer opened(JsonNode arguments) {
        String view = Call.write(arguments.get("view"));
        ledger.always("view|" + Ledger.hash(view), view);
        ObjectNode shown = arguments.get("view").deepCopy();
        shown.put("id", "V0" + Ledger.hash(arguments.toString()).toUpperCase(Locale.ROOT)).put("team_id", SlackSandbox.TEAM);
        return Answer.json(200, Map.of("ok", true, "view", shown));
    }

    private static String wrong(JsonNode view) {
        if (!view.isObject()) {
            return "missing required field: view";
        }
        if (!view.path("type").asText().equals("modal")) {
            return "unsupported type: views.open takes a modal [json-pointer:/view/type]";
        }
        if (!plain(view.path("title"), true) || !plain(view.path("submit"), false) || !plain(view.path("close"), false)) {
            return "a plain_text of 1 to 24 characters is needed [json-pointer:/view/title]";
        }
        if (view.path("callback_id").asText("").length() > 255 || view.path("private_metadata").asText("").length() > 3000) {
            return "must be less than 3001 characters [json-pointer:/view/private_metadata]";
        }
        JsonNode blocks = view.path("blocks");
        if (!blocks.isArray() || blocks.isEmpty() || blocks.size() > 100) {
            return "1 to 100 items are needed [json-pointer:/view/blocks]";
        }
        boolean input = false;
        for (JsonNode block : blocks) {
            if (!SlackContent.isBlock(block)) {
                return "unsupported block [json-pointer:/view/blocks]";
            }
            input |= block.path("type").asText().equals("input");
        }
        return input && !view.has("submit") ? "submit is needed where there is an input [json-pointer:/view/submit]" : null;
    }

    private static boolean plain(JsonNode text, boolean needed) {
        if (text.isMissingNode()) {
            return !needed;
        }
        int length = text.path("text").asText("").length();
        return text.path("type").asText().equals("plain_text") && length >= 1 && length <= 24;
    }

    void reset() {
        triggers.reset();
    }
}
