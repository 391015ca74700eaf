package com.versaai.hub.ai;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.ChatStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.SynchronizationAdapter;

/** What routes/api/ChatCompletions.java asks on the way: take the request, find an answer, judge an attempt. Bean {@code chat}. */
public class Chat {

    private static final String TRY = "chat";
    private static final String ACCOUNT = "chatAccount";
    /** Set by the border: name of the caller's API key. */
    private static final String CALLER = "hub.caller";
    private static final long FIRST_WAIT_MS = 200;

    private final AiSettings settings;
    private final ChatRequests requests;
    private final ChatCache cache;
    private final ChatLimits limits;
    private final ChatStreams streams;
    private final ChatReports reports;

    Chat(AiSettings settings, ChatCache cache, ChatLimits limits, ChatStreams streams, ChatReports reports) {
        this.settings = settings;
        this.requests = new ChatRequests(settings);
        this.cache = cache;
        this.limits = limits;
        this.streams = streams;
        this.reports = reports;
    }

    static ChatTry of(Exchange exchange) {
        return exchange.getProperty(TRY, ChatTry.class);
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
        ChatTry chat = new ChatTry(request, ChatTarget.chain(settings, request.model()), now, now + settings.deadline().toNanos());
        exchange.setProperty(TRY, chat);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                end(chat);
            }
        });
        cache.look(chat);
        if (!chat.done() && !chat.exhausted()) {
            limits.take(request.tenant(), chat.left());
        }
    }

    /** Whatever became of the request: nobody waits for it, no provider goes on. */
    private void end(ChatTry chat) {
        cache.settle(chat);
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

    /** Whether there is something left to try; says where by property {@code chatAccount}, after the wait that the last failure asks for. */
    public boolean tries(Exchange exchange) throws InterruptedException {
        ChatTry chat = of(exchange);
        if (!chat.done() && !chat.exhausted() && chat.fault() != null) {
            step(chat);
        }
        if (!chat.done() && chat.left() <= 0) {
            chat.giveUp();
        }
        if (chat.done() || chat.exhausted()) {
            // Now, and not when the answer has been written: others wait for it.
            cache.settle(chat);
            return false;
        }
        chat.attempt();
        exchange.setProperty(ACCOUNT, chat.target().account());
        return true;
    }

    private void step(ChatTry chat) throws InterruptedException {
        ChatFault fault = chat.fault();
        switch (fault.next()) {
            case CALLER -> chat.giveUp();
            case PROVIDER -> chat.next(true);
            case MODEL -> chat.next(false);
            case AGAIN -> {
                long wait = wait(fault, chat.attempts());
                boolean again = chat.attempts() < settings.attempts() && wait <= settings.maxWait().toMillis() && wait < chat.left();
                if (again) {
                    Thread.sleep(wait);
                } else {
                    chat.next(false);
                }
            }
        }
    }

    /** As long as the provider says, else a time that doubles, with jitter so that callers don't come back together. */
    private static long wait(ChatFault fault, int attempt) {
        Duration asked = fault.retryAfter();
        return asked != null ? asked.toMillis() : ThreadLocalRandom.current().nextLong(FIRST_WAIT_MS / 2, FIRST_WAIT_MS << Math.min(attempt, 5));
    }

    /** Whether tokens are wanted as they come. */
    public boolean streams(Exchange exchange) {
        return of(exchange).request().stream();
    }

    /** The message for the kamelet. */
    public void call(Exchange exchange) {
        ChatTry chat = of(exchange);
        Message message = exchange.getMessage();
        message.setBody(ChatRequests.bytes(chat.request(), chat.target().model()));
        message.setHeader("Hub-Patience", patience(chat));
    }

    /** What the kamelet brought. */
    public void answered(Exchange exchange) throws IOException {
        ChatTry chat = of(exchange);
        chat.answered(ChatAnswer.read(body(exchange), chat.target()));
    }

    /** Asks for tokens, and waits for the first. */
    public void open(Exchange exchange) throws IOException, HttpOperationFailedException {
        ChatTry chat = of(exchange);
        Duration silence = Duration.ofMillis(Math.min(patience(chat), settings.silence().toMillis()));
        byte[] request = ChatRequests.bytes(chat.request(), chat.target().model());
        ChatStream stream = ChatStream.begin(new SseEvents(streams.open(chat.target().account(), request, silence)));
        stream.onEnd(end -> {
            reports.streamed(chat, end);
            if (end.frames() != null) {
                cache.keepStream(chat, end.frames());
            }
        });
        chat.streams(stream);
    }

    private long patience(ChatTry chat) {
        return Math.max(1, Math.min(chat.left(), settings.patience().toMillis()));
    }

    /** An attempt failed: for the error policy. */
    public void failed(Exchange exchange) {
        ChatTry chat = of(exchange);
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (thrown instanceof ProblemException problem) {
            throw problem;
        }
        chat.failed(ChatFault.of(thrown));
        reports.failed(chat);
    }
}
