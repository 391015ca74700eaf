package com.versaai.hub.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.gateway.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests cost: reserved before the call, settled after it, told in metrics. */
final class ChatBill {

    private static final Logger LOG = LoggerFactory.getLogger(ChatBill.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);
    /** Few letters: an estimate that is too low could overrun a budget. */
    private static final int LETTERS_PER_TOKEN = 3;

    private final AiSettings settings;
    private final ChatLimits limits;
    private final TokenBudgets budgets;
    private final ChatPrices prices;
    private final ChatEvents events;
    private final MeterRegistry meters;
    private final Clock clock;

    ChatBill(AiSettings settings, ChatLimits limits, TokenBudgets budgets, ChatPrices prices, ChatEvents events, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.limits = limits;
        this.budgets = budgets;
        this.prices = prices;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** @throws ProblemException 429 when the tenant's rate or month doesn't cover it */
    void reserve(ChatTry chat) throws InterruptedException {
        Usage most = new Usage(promptTokens(chat.request()), longest(chat.request().body()));
        chat.holds(limits.take(chat.request().tenant(), most.total(), chat.left()));
        String dearest = chat.chain().stream().map(ChatTarget::model)
                .max(Comparator.comparing(model -> prices.cost(model, most))).orElseThrow();
        try {
            chat.reserved(budgets.reserve(chat.request().tenant(), dearest, most), most.total());
        } catch (BudgetExceededException e) {
            Duration wait = Duration.between(clock.instant(), e.resetsAt());
            throw new ProblemException(429, "budget-exceeded", e.getMessage(), wait, Map.of("kind", "insufficient_quota", "code", "budget_exceeded"));
        }
    }

    /**
     * An answer was given.
     *
     * @param usage an estimate when the provider counted nothing
     * @return its cost
     */
    BigDecimal settle(ChatTry chat, String model, Usage usage) {
        if (chat.reservation() == null) {
            return BigDecimal.ZERO;
        }
        letGo(chat, usage.total());
        try {
            Settlement settled = budgets.settle(chat.reservation(), model, usage);
            settled.warning().ifPresent(warning -> events.tell(warning.event(clock.instant())));
            count(chat.request().tenant(), model, usage, settled.cost());
            return settled.cost();
        } catch (RuntimeException e) {
            // The answer is there and is given; the reservation's lease ends by itself.
            LINES.warn("calls not settled", chat.request().tenant(), "A call could not be settled: {}", e.getClass().getSimpleName());
            return prices.cost(model, usage);
        }
    }

    /** A stream is still running: its reservation must not run out before it ends. */
    void goesOn(ChatTry chat) {
        if (chat.reservation() != null) {
            try {
                budgets.keep(chat.reservation());
            } catch (RuntimeException e) {
                LINES.warn("reservations not renewed", chat.request().tenant(), "A reservation could not be renewed: {}", e.getClass().getSimpleName());
            }
        }
    }

    private void count(String tenant, String model, Usage usage, BigDecimal cost) {
        meters.counter("hub.ai.tokens", "tenant", tenant, "model", model, "kind", "prompt").increment(usage.prompt());
        meters.counter("hub.ai.tokens", "tenant", tenant, "model", model, "kind", "completion").increment(usage.completion());
        meters.counter("hub.ai.cost", "tenant", tenant, "model", model).increment(cost.doubleValue());
    }

    /** Whatever became of it: what was not settled by now cost nothing. */
    void release(ChatTry chat) {
        letGo(chat, 0);
        if (chat.reservation() != null) {
            try {
                budgets.release(chat.reservation());
            } catch (RuntimeException e) {
                LINES.warn("reservations not given back", chat.request().tenant(), "A reservation could not be given back: {}", e.getClass().getSimpleName());
            }
        }
    }

    private void letGo(ChatTry chat, long used) {
        ChatLimits.Held held = chat.letsGo();
        if (held != null) {
            limits.settle(held, used);
        }
    }

    /** An estimate. */
    static long promptTokens(ChatRequest request) {
        return 1 + (request.body().path("messages").toString().length() + request.body().path("tools").toString().length()) / LETTERS_PER_TOKEN;
    }

    private long longest(ObjectNode body) {
        JsonNode most = body.path("max_completion_tokens").isIntegralNumber() ? body.path("max_completion_tokens") : body.path("max_tokens");
        long choices = Math.max(1, Math.min(128, body.path("n").asLong(1)));
        boolean said = most.isIntegralNumber() && most.bigIntegerValue().signum() > 0;
        // Whoever asks for more than fits a number asks for a lot, not for less than nothing.
        return choices * (!said ? settings.longestAnswer() : most.canConvertToInt() ? most.asInt() : Integer.MAX_VALUE);
    }
}
