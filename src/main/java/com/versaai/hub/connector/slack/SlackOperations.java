package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code slackOperations} of the kamelets that act on a message that is there: what each needs before it is sent, and what Slack promises of it.
 * They name the message by what posting it answered, channel and ts.
 */
public final class SlackOperations {

    /** Of an exchange: which operation it is in. */
    private static final String OPERATION = "hubSlackOperation";
    /** Slack's own ids: for these methods a channel's name is not found. */
    private static final String CHANNEL = "[CDG][A-Z0-9]{2,30}";
    private static final String TS = "\\d{10}\\.\\d{6}";
    private static final String USER = "[UW][A-Z0-9]{2,30}";
    private static final String EMOJI = "[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?";

    private final FaultClassifier faults;

    SlackOperations(FaultClassifier faults) {
        this.faults = faults;
    }

    private enum Operation {
        UPDATE("chat.update", Set.of()) {
            @Override
            void check(ObjectNode call) {
                field(call, "channel", CHANNEL, "the id of a channel, as posting answered it");
                field(call, "ts", TS, "the ts of a message, as posting answered it");
                content(call);
            }

            @Override
            boolean kept(JsonNode answer) {
                return answer.path("ts").isTextual();
            }
        },
        DELETE("chat.delete", Set.of()) {
            @Override
            void check(ObjectNode call) {
                field(call, "channel", CHANNEL, "the id of a channel, as posting answered it");
                field(call, "ts", TS, "the ts of a message, as posting answered it");
            }

            @Override
            boolean kept(JsonNode answer) {
                return answer.path("ts").isTextual();
            }
        },
        /** That it is there already is what was wanted. */
        REACTION("reactions.add", Set.of("already_reacted")) {
            @Override
            void check(ObjectNode call) {
                field(call, "channel", CHANNEL, "the id of a channel, as posting answered it");
                field(call, "timestamp", TS, "the ts of a message, as posting answered it");
                field(call, "name", EMOJI, "an emoji's name without colons");
            }
        },
        EPHEMERAL("chat.postEphemeral", Set.of()) {
            @Override
            void check(ObjectNode call) {
                field(call, "channel", "#?[\\p{L}\\p{N}_-]{1,80}", "a channel");
                field(call, "user", USER, "the id of a user");
                content(call);
            }

            @Override
            boolean kept(JsonNode answer) {
                return answer.path("message_ts").isTextual();
            }
        };

        private final String method;
        /** Refusals that say that there is nothing left to do. */
        private final Set<String> done;

        Operation(String method, Set<String> done) {
            this.method = method;
            this.done = done;
        }

        abstract void check(ObjectNode call);

        boolean kept(JsonNode answer) {
            return true;
        }

        private static void content(ObjectNode call) {
            if (call.path("text").asText().isBlank()) {
                throw Payload.invalid("slack", "the message needs a text");
            }
            SlackBlocks.check(call);
        }

        private static void field(ObjectNode call, String name, String pattern, String what) {
            JsonNode value = call.path(name);
            if (!value.isTextual() || !value.asText().matches(pattern)) {
                throw Payload.invalid("slack", name + " must be " + what);
            }
        }
    }

    /**
     * Checks the call and sets body and path.
     *
     * @param operation update, delete, reaction or ephemeral
     * @throws ProviderException permanent, when something is missing or more than Slack takes
     */
    public void prepare(Exchange exchange, String operation) {
        Operation which = Operation.valueOf(operation.toUpperCase(Locale.ROOT));
        Message message = exchange.getMessage();
        ObjectNode call = Payload.of("slack", message);
        which.check(call);
        exchange.setProperty(OPERATION, which);
        message.setHeader(Exchange.HTTP_PATH, SlackAccess.path(call, which.method));
        message.setBody(Payload.bytes(call));
    }

    /** Throws what Slack refused although it answered 2xx, and what is none of its answers. */
    public void check(Exchange exchange) {
        Operation which = exchange.getProperty(OPERATION, Operation.class);
        Promised answer = Promised.answer("slack", exchange.getMessage());
        refused(answer, which.done, faults);
        boolean done = which.done.contains(answer.json().path("error").asText());
        if (!done) {
            answer.requireJson(answer.isTrue("ok") && which.kept(answer.json()), "ok:true with the ts of " + which.method, 200);
        }
    }

    /** Throws an {@code ok:false} but for the errors that are none here. */
    static void refused(Promised answer, Set<String> but, FaultClassifier faults) {
        JsonNode json = ProviderAnswer.of(answer.status(), Map.of(), answer.body(), null).json();
        if (json.path("ok").isBoolean() && !json.path("ok").asBoolean() && !but.contains(json.path("error").asText())) {
            throw new ProviderException("slack", faults.decode("slack", answer.status(), Map.of(), answer.body()));
        }
    }
}
