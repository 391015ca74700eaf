package com.versaai.hub.ai;

import com.versaai.hub.ai.budget.ChatBill;
import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.ai.chain.ChatAnswer;
import com.versaai.hub.ai.chain.ChatFault;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.stream.TokenStream;
import com.versaai.hub.engine.RepeatedLines;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of requests, in metrics, events and the log; never what was asked or said. */
final class ChatReports {

    private static final Logger LOG = LoggerFactory.getLogger(ChatReports.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    private final ChatEvents events;
    private final ChatBill bill;
    private final AiStatus status;
    private final MeterRegistry meters;
    private final GoneModels gone;

    ChatReports(ChatEvents events, ChatBill bill, AiStatus status, MeterRegistry meters, GoneModels gone) {
        this.events = events;
        this.bill = bill;
        this.status = status;
        this.meters = meters;
        this.gone = gone;
    }

    /** One attempt failed. */
    void failed(ChatTry chat) {
        ChatFault fault = chat.fault();
        ChatTarget target = chat.target();
        meters.counter("hub.ai.attempts", "provider", target.account(), "outcome", fault.code()).increment();
        if (fault.status() == 0 && fault.code().equals("circuit_open")) {
            // The circuit said it when it opened, and a call that was not made has not failed.
            return;
        }
        if (fault.counts()) {
            status.failed();
        }
        if (fault.next() == ChatFault.Next.CALLER) {
            LOG.info("{} refused a caller's request: {}", target.account(), fault.code());
        } else {
            LINES.warn("calls that " + target.account() + " gave no answer to: " + fault.code(), target.model(),
                    "{} gave no answer: {} after {} ms", target.account(), fault.code(), chat.elapsed());
        }
        if (fault.modelGone() && gone.news(target.account(), target.model())) {
            events.alert(target.account(), target.model(), fault.code() + ": " + target.model());
        }
    }

    /** A whole answer is about to go out. */
    void answered(ChatTry chat) {
        ChatAnswer answer = chat.answer();
        boolean cached = "hit".equals(chat.cache());
        Usage usage = cached || "static".equals(answer.fallback()) ? Usage.NONE : answer.usage();
        told(chat, answer.account(), answer.model(), usage, answer.fallback(), "ok");
    }

    /** A stream is still running. */
    void goesOn(ChatTry chat) {
        if (chat.deposit() != null) {
            bill.goesOn(chat.deposit());
        }
    }

    /** A stream is over. */
    void streamed(ChatTry chat, TokenStream.End end) {
        boolean cached = "hit".equals(chat.cache());
        Usage usage = cached ? Usage.NONE : end.usage();
        if (usage == null) {
            // Some providers don't count streams, and none counts one that was left.
            usage = Usage.estimate(chat.request().promptTokens(), end.letters());
        }
        if (!cached && !end.outcome().equals("ok") && !end.outcome().equals("cancelled")) {
            status.failed();
        }
        told(chat, chat.source().account(), chat.source().model(), usage, chat.source().fallback(), end.outcome());
    }

    private void told(ChatTry chat, String account, String model, Usage usage, String fallback, String outcome) {
        boolean cached = "hit".equals(chat.cache());
        BigDecimal cost = usage.total() == 0 ? BigDecimal.ZERO : bill.settle(chat.deposit(), model, usage);
        meters.counter("hub.ai.attempts", "provider", cached ? "cache" : account, "outcome", outcome).increment();
        meters.timer("hub.ai.duration", "provider", cached ? "cache" : account, "stream", String.valueOf(chat.request().stream()))
                .record(Duration.ofMillis(chat.elapsed()));
        Map<String, Object> data = new TreeMap<>();
        data.put("model", model);
        data.put("provider", account);
        data.put("promptTokens", usage.prompt());
        data.put("completionTokens", usage.completion());
        data.put("cost", cost);
        data.put("latencyMs", chat.elapsed());
        data.put("cached", cached);
        data.put("fallback", fallback != null);
        data.put("stream", chat.request().stream());
        data.put("outcome", outcome);
        events.completed(chat.request().tenant(), data);
    }
}
