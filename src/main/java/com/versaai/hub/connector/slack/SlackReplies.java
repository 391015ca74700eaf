package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.SealedTexts;
import com.versaai.hub.provider.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code slackReplies} of {@code slack-response-sink} and {@code slack-view-sink}: replies to a command, a click or a form.
 *
 * <p>The address of a reply ({@code response_url}) lets anybody who has it write as the app, five times in half an hour: events carry it
 * sealed, and it is opened inside the HTTP client only. Of an address nothing but the path counts, and only of Slack's hosts; the call
 * always goes to {@code hub.provider.<account>.hooks-url}, so that no request can make the hub call anybody else.
 */
public final class SlackReplies {

    private static final Set<String> HOSTS = Set.of("hooks.slack.com", "hooks.slack-gov.com");
    private static final int LONGEST = 1000;
    private static final Duration USE = Duration.ofMinutes(30);
    private static final String SLACK = "slack";
    private static final String REPLY = "reply";

    private final SealedTexts seals;
    private final Secrets secrets;
    private final FaultClassifier faults;
    private final Clock clock;

    SlackReplies(SealedTexts seals, Secrets secrets, FaultClassifier faults, Clock clock) {
        this.seals = seals;
        this.secrets = secrets;
        this.faults = faults;
        this.clock = clock;
    }

    /**
     * Takes {@code reply}, a sealed address or Slack's own, out of the message; what is left goes to Slack as it is.
     *
     * @throws ProviderException permanent, when the message says nothing, or the address is none of Slack's or no longer of use
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        ObjectNode post = Payload.of(SLACK, message);
        String reply = post.path(REPLY).asText("");
        post.remove(REPLY);
        if (reply.isBlank()) {
            throw Payload.invalid(SLACK, "the message needs a reply: the event's data.reply");
        }
        boolean says = post.path("text").isTextual() || post.path("blocks").isArray() || post.path("delete_original").asBoolean();
        if (!says) {
            throw Payload.invalid(SLACK, "the reply needs text, blocks or delete_original");
        }
        String sealed = SealedTexts.isSealed(reply) ? reply : seals.seal(account, checked(reply).toString(), clock.instant().plus(USE));
        address(account, sealed);
        message.setHeader(Exchange.HTTP_PATH, SlackAccess.REPLIES.substring(1) + sealed);
        message.setBody(Payload.bytes(post));
    }

    /**
     * Where a sealed address really is.
     *
     * @throws ProviderException permanent, {@code expired_url} or {@code invalid_message}
     */
    URI address(String account, String sealed) {
        SealedTexts.Opened opened = seals.open(account, sealed)
                .orElseThrow(() -> Payload.invalid(SLACK, "the reply is none that this account's webhook-secrets have sealed"));
        if (!opened.until().isAfter(clock.instant())) {
            throw new ProviderException(SLACK, new Fault(FaultClass.PERMANENT, null, "expired_url", "Slack takes replies for half an hour", null, null));
        }
        return secrets.url("hub.provider." + account + ".hooks-url", checked(opened.text()).getRawPath());
    }

    private static URI checked(String address) {
        try {
            URI url = new URI(address);
            String path = url.getRawPath();
            boolean plain = "https".equals(url.getScheme()) && HOSTS.contains(url.getHost()) && url.getPort() == -1 && url.getRawUserInfo() == null
                    && url.getRawQuery() == null && url.getRawFragment() == null && address.length() <= LONGEST;
            if (plain && path.matches("(/[A-Za-z0-9_.~-]+)+") && !path.contains("/.")) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw Payload.invalid(SLACK, "the reply is no address");
        }
        throw Payload.invalid(SLACK, "the reply is no address of Slack's");
    }

    /** Slack says {@code ok} to a reply, as a word or as JSON; anything else is none of its answers. */
    public void check(Exchange exchange) {
        Promised answer = Promised.answer(SLACK, exchange.getMessage());
        refuse(answer);
        if (!answer.json().isObject()) {
            answer.require(answer.status() == 200 && "ok".equals(answer.body().strip()), "the word ok");
        } else {
            answer.requireJson(answer.isTrue("ok"), "ok:true", 200);
        }
    }

    /** {@code views.open}: a form for who has just clicked. */
    public void prepareView(Exchange exchange) {
        Message message = exchange.getMessage();
        ObjectNode post = Payload.of(SLACK, message);
        if (post.path("trigger_id").asText("").isBlank() || !post.path("view").isObject()) {
            throw Payload.invalid(SLACK, "a form needs a trigger_id and a view");
        }
        message.setHeader(Exchange.HTTP_PATH, SlackAccess.path(post, "views.open"));
        message.setBody(Payload.bytes(post));
    }

    /** Throws what Slack refused although it answered 2xx, and what is none of its answers. */
    public void checkView(Exchange exchange) {
        Promised answer = Promised.answer(SLACK, exchange.getMessage());
        refuse(answer);
        answer.requireJson(answer.isTrue("ok") && answer.hasText("/view/id"), "ok:true with the view's id", 200);
    }

    private void refuse(Promised answer) {
        if (answer.json().path("ok").isBoolean() && !answer.isTrue("ok")) {
            throw new ProviderException(SLACK, faults.decode(SLACK, answer.status(), Map.of(), answer.body()));
        }
    }
}
