package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code slackMessages} of {@code slack-message-sink}: which way a message goes, and whether Slack took it. */
public final class SlackMessages {

    /** What an incoming webhook can't do, or does otherwise than {@code chat.postMessage}. */
    private static final Set<String> API_ONLY = Set.of("blocks", "thread_ts", "reply_broadcast", "metadata",
            "username", "icon_emoji", "icon_url", "parse", "link_names");

    /** Of an exchange: whether it goes to an incoming webhook. */
    private static final String WEBHOOK = "hubSlackWebhook";

    private final Secrets secrets;
    private final FaultClassifier faults;

    SlackMessages(Secrets secrets, FaultClassifier faults) {
        this.secrets = secrets;
        this.faults = faults;
    }

    /**
     * Checks the message and chooses: the channel's incoming webhook for text and attachments where one is configured, else
     * {@code chat.postMessage}. Sets body and path; the URL itself stays with {@link SlackAccess}.
     *
     * @param webhooks false where the message's ts is needed, which a webhook doesn't answer
     * @throws ProviderException permanent, when channel or text are missing, or a block is more than Slack takes
     */
    public void prepare(Exchange exchange, String account, boolean webhooks) {
        Message message = exchange.getMessage();
        ObjectNode post = Payload.of("slack", message);
        String channel = required(post, "channel");
        required(post, "text");
        SlackBlocks.check(post);
        String name = channel.startsWith("#") ? channel.substring(1) : channel;
        boolean plain = webhooks && API_ONLY.stream().noneMatch(post::hasNonNull);
        String method = SlackAccess.path(post, "chat.postMessage");
        // A channel's webhook is of one workspace.
        boolean webhook = plain && method.equals("chat.postMessage") && name.matches("[\\p{L}\\p{N}_-]{1,80}") && secrets.has("hub.provider." + account + ".webhooks." + name);
        if (webhook) {
            // A webhook has its channel already.
            post.remove("channel");
        }
        exchange.setProperty(WEBHOOK, webhook);
        message.setHeader(Exchange.HTTP_PATH, webhook ? "webhooks/" + Payload.encoded(name) : method);
        message.setBody(Payload.bytes(post));
    }

    /** Throws what Slack refused although it answered 2xx, and what is none of its answers: nobody knows whether the message went on. */
    public void check(Exchange exchange) {
        Promised answer = Promised.answer("slack", exchange.getMessage());
        JsonNode ok = ProviderAnswer.of(answer.status(), Map.of(), answer.body(), null).json().path("ok");
        if (ok.isBoolean() && !ok.asBoolean()) {
            throw new ProviderException("slack", faults.decode("slack", answer.status(), Map.of(), answer.body()));
        }
        if (exchange.getProperty(WEBHOOK, false, boolean.class)) {
            answer.require(answer.status() == 200 && "ok".equals(answer.body().strip()), "the word ok");
        } else {
            answer.requireJson(answer.isTrue("ok") && answer.hasText("/ts"), "ok:true with the message's ts", 200);
        }
    }

    private static String required(ObjectNode post, String field) {
        String value = post.path(field).isTextual() ? post.path(field).asText() : "";
        if (value.isBlank()) {
            throw Payload.invalid("slack", "the message needs a " + field);
        }
        return value;
    }
}
