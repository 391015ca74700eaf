package com.versaai.hub.ai;

import com.versaai.hub.ai.cache.ChatCache;
import com.versaai.hub.ai.chain.ChatAnswer;
import com.versaai.hub.ai.chain.ChatFault;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.chain.ProviderLimits;
import com.versaai.hub.ai.stream.RelayedStream;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.ChatStreams;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/** What routes/api/ChatCompletions.java asks on the way: whom to try, how to call, what came of it. Bean {@code chat}. */
public class Chat {

    static final String TRY = "chat";
    private static final String ACCOUNT = "chatAccount";
    private static final long FIRST_WAIT_MS = 200;

    private final AiSettings settings;
    private final ChatCache cache;
    private final ProviderLimits limits;
    private final ChatStreams streams;
    private final ChatReports reports;
    private final Clock clock;

    Chat(AiSettings settings, ChatCache cache, ProviderLimits limits, ChatStreams streams, ChatReports reports, Clock clock) {
        this.settings = settings;
        this.cache = cache;
        this.limits = limits;
        this.streams = streams;
        this.reports = reports;
        this.clock = clock;
    }

    static ChatTry of(Exchange exchange) {
        return exchange.getProperty(TRY, ChatTry.class);
    }

    /** Whether there is something left to try; says where by property {@code chatAccount}, after the wait that the last failure asks for. */
    public boolean tries(Exchange exchange) throws InterruptedException {
        ChatTry chat = of(exchange);
        if (!chat.done() && !chat.exhausted() && chat.fault() != null) {
            step(chat);
        }
        room(chat);
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

    /** Leaves alone whom the provider itself would refuse: waits for its limits a short while, else goes on to the next. */
    private void room(ChatTry chat) throws InterruptedException {
        long most = chat.deposit() == null ? 0 : chat.deposit().most();
        while (!chat.done() && !chat.exhausted()) {
            Duration wait = limits.tryTake(key(chat.target()), most);
            if (wait.isZero()) {
                return;
            }
            if (wait.compareTo(settings.maxWait()) <= 0 && wait.toMillis() < chat.left()) {
                Thread.sleep(wait.toMillis() + 1);
            } else {
                chat.next(false);
            }
        }
    }

    private static String key(ChatTarget target) {
        return target.account() + '/' + target.model();
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
        // The kamelet would let none through either, but it compiles a pattern for each.
        message.removeHeaders("*");
        message.setBody(chat.bytes());
        message.setHeader("Hub-Patience", patience(chat));
    }

    /** What the kamelet brought. */
    public void answered(Exchange exchange) throws IOException {
        ChatTry chat = of(exchange);
        Message message = exchange.getMessage();
        limits.observe(key(chat.target()), 200, name -> message.getHeader(name, String.class));
        message.removeHeaders("*");
        chat.answered(ChatAnswer.read(message.getBody(byte[].class), chat.target(),
                chat.request()::promptTokens, chat.hidden()));
    }

    /** Asks for tokens, and waits for the first. */
    public void open(Exchange exchange) throws IOException, HttpOperationFailedException {
        ChatTry chat = of(exchange);
        Duration patience = Duration.ofMillis(patience(chat));
        Duration silence = settings.silence().compareTo(patience) < 0 ? settings.silence() : patience;
        byte[] request = chat.bytes();
        ChatStreams.Opened opened = streams.open(chat.target().account(), request, patience, silence,
                header -> limits.observe(key(chat.target()), 200, header));
        RelayedStream stream = RelayedStream.begin(opened, chat.hidden());
        opened.begun();
        stream.expects(chat.request().body().path("n").asInt(1));
        if (chat.promise() != null) {
            stream.record(chat.promise().recording(), settings.silence());
        }
        stream.onEvent(() -> reports.goesOn(chat));
        stream.onEnd(end -> {
            // Others wait for it, and for the database only this one.
            cache.ended(chat, end);
            reports.streamed(chat, end);
        });
        chat.streams(stream, chat.target());
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
        chat.failed(ChatFault.of(thrown, clock));
        HttpOperationFailedException refused = ObjectHelper.getException(HttpOperationFailedException.class, thrown);
        if (refused != null) {
            limits.observe(key(chat.target()), refused.getStatusCode(), ChatFault.headers(refused));
        }
        reports.failed(chat);
    }
}
