package com.versaai.hub.ai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.budget.ChatBill;
import com.versaai.hub.ai.cache.ChatCache;
import com.versaai.hub.ai.chain.ChainSettings;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.redaction.RedactedChat;
import com.versaai.hub.ai.redaction.Redaction;
import com.versaai.hub.ai.redaction.RedactionFailedException;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.ai.request.ChatRequests;
import com.versaai.hub.gateway.ProblemException;
import io.github.resilience4j.bulkhead.Bulkhead;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Where requests come in: read, answered from the cache if that can be, else let through by rate and budget. Bean {@code chatDoor}. */
public class ChatDoor {

    /** Set by the border: name of the caller's API key. */
    private static final String CALLER = "hub.caller";

    private final AiSettings settings;
    private final ChainSettings chain;
    private final ChatRequests requests;
    private final ChatCache cache;
    private final ChatBill bill;
    private final Redaction redaction;
    private final Bulkhead bulkhead;

    ChatDoor(AiSettings settings, ChainSettings chain, ChatRequests requests, ChatCache cache, ChatBill bill, Redaction redaction,
             Bulkhead bulkhead) {
        this.settings = settings;
        this.chain = chain;
        this.requests = requests;
        this.cache = cache;
        this.bill = bill;
        this.redaction = redaction;
        this.bulkhead = bulkhead;
    }

    /** A request in OpenAI's form. */
    public void accept(Exchange exchange) throws InterruptedException {
        begin(exchange, requests.completion(tenant(exchange), body(exchange), stores(exchange)));
    }

    /** A request in the product's own, simpler form. */
    public void acceptPrompt(Exchange exchange) throws InterruptedException {
        begin(exchange, requests.prompt(tenant(exchange), body(exchange), stores(exchange)));
    }

    private void begin(Exchange exchange, ChatRequest request) throws InterruptedException {
        long now = System.nanoTime();
        ChatTry chat = new ChatTry(request, ChatTarget.chain(chain, request.model()), now, now + settings.deadline().toNanos());
        exchange.setProperty(Chat.TRY, chat);
        if (!bulkhead.tryAcquirePermission()) {
            throw new ProblemException(503, "unavailable", "Too many requests to language models are under way.", Duration.ofSeconds(1),
                    Map.of("code", "overloaded"));
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                end(chat);
            }
        });
        cache.look(chat);
        if (!chat.done() && !chat.exhausted()) {
            admit(chat);
        }
    }

    private void admit(ChatTry chat) throws InterruptedException {
        try {
            chat.deposited(bill.reserve(chat.request(), chat.chain().stream().map(ChatTarget::model).toList(), chat.left()));
            hide(chat);
        } catch (ProblemException e) {
            chat.refused(e);
            throw e;
        }
    }

    /** Only now: the cache knows requests by what was really asked. */
    private void hide(ChatTry chat) {
        if (!redaction.enabled()) {
            return;
        }
        RedactedChat hidden = redaction.chat();
        ObjectNode outgoing = chat.request().body().deepCopy();
        try {
            hidden.hide(outgoing);
        } catch (RedactionFailedException e) {
            throw new ProblemException(422, "not-redactable", e.getMessage(), null, Map.of("code", "not_redactable"));
        }
        chat.hides(hidden, outgoing);
    }

    /** Whatever became of the request: nobody waits for it, no provider goes on. */
    private void end(ChatTry chat) {
        bulkhead.onComplete();
        cache.leave(chat, "cancelled");
        if (chat.deposit() != null) {
            bill.release(chat.deposit());
        }
        if (chat.stream() != null) {
            try {
                chat.stream().close();
            } catch (IOException e) {
                // It is gone, which is what was wanted.
            }
        }
    }

    private static String tenant(Exchange exchange) {
        String caller = exchange.getProperty(CALLER, String.class);
        return caller == null ? "" : caller;
    }

    private static byte[] body(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return body == null ? new byte[0] : body;
    }

    private static boolean stores(Exchange exchange) {
        String control = exchange.getMessage().getHeader("Cache-Control", String.class);
        return control == null || !control.toLowerCase(Locale.ROOT).matches(".*\\bno-(store|cache)\\b.*");
    }
}
