package com.versaai.hub.ai.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.gateway.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests cost: reserved before the call, settled after it, told in metrics. */
public final class ChatBill {

    private static final Logger LOG = LoggerFactory.getLogger(ChatBill.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    private final BudgetSettings settings;
    private final ChatLimits limits;
    private final TokenBudgets budgets;
    private final ChatPrices prices;
    private final ThresholdEvents events;
    private final MeterRegistry meters;
    private final Clock clock;

    ChatBill(BudgetSettings settings, ChatLimits limits, TokenBudgets budgets, ChatPrices prices, ThresholdEvents events,
             MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.limits = limits;
        this.budgets = budgets;
        this.prices = prices;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Before a call.
     *
     * @param models   that may answer
     * @param patience milliseconds that the request has left
     * @return to be settled when the call has ended, and released whatever became of it
     * @throws ProblemException 429 when the tenant's rate or month doesn't cover it
     */
    public ChatDeposit reserve(ChatRequest request, List<String> models, long patience) throws InterruptedException {
        Usage most = new Usage(request.promptTokens(), longest(request.body()));
        ChatLimits.Held tokens = limits.take(request.tenant(), most.total(), patience);
        try {
            String dearest = models.stream().max(Comparator.comparing(model -> prices.cost(model, most))).orElseThrow();
            return new ChatDeposit(request.tenant(), money(request.tenant(), dearest, most), tokens, most.total());
        } catch (RuntimeException e) {
            // A call that is not made needs none.
            limits.settle(tokens, 0);
            throw e;
        }
    }

    private Reservation money(String tenant, String model, Usage most) {
        try {
            return budgets.reserve(tenant, model, most);
        } catch (BudgetExceededException e) {
            Duration wait = Duration.between(clock.instant(), e.resetsAt());
            throw new ProblemException(429, "budget-exceeded", e.getMessage(), wait, Map.of("kind", "insufficient_quota", "code", "budget_exceeded"));
        }
    }

    /**
     * An answer was given.
     *
     * @param deposit null for a call that put nothing down, and costs nothing
     * @param usage   an estimate when the provider counted nothing
     * @return its cost
     */
    public BigDecimal settle(ChatDeposit deposit, String model, Usage usage) {
        if (deposit == null) {
            return BigDecimal.ZERO;
        }
        letGo(deposit, usage.total());
        try {
            Settlement settled = budgets.settle(deposit.money(), model, usage);
            settled.warning().ifPresent(warning -> events.tell(warning.event(clock.instant())));
            count(deposit.tenant(), model, usage, settled.cost());
            return settled.cost();
        } catch (RuntimeException e) {
            // The answer is there and is given; the reservation's lease ends by itself.
            LINES.warn("calls not settled", deposit.tenant(), "A call could not be settled: {}", e.getClass().getSimpleName());
            return prices.cost(model, usage);
        }
    }

    /** A stream is still running: its reservation must not run out before it ends. */
    public void goesOn(ChatDeposit deposit) {
        try {
            budgets.keep(deposit.money());
        } catch (RuntimeException e) {
            LINES.warn("reservations not renewed", deposit.tenant(), "A reservation could not be renewed: {}", e.getClass().getSimpleName());
        }
    }

    /** Whatever became of the call: what was not settled by now cost nothing. */
    public void release(ChatDeposit deposit) {
        letGo(deposit, 0);
        try {
            budgets.release(deposit.money());
        } catch (RuntimeException e) {
            LINES.warn("reservations not given back", deposit.tenant(), "A reservation could not be given back: {}", e.getClass().getSimpleName());
        }
    }

    private void letGo(ChatDeposit deposit, long used) {
        ChatLimits.Held tokens = deposit.takeTokens();
        if (tokens != null) {
            limits.settle(tokens, used);
        }
    }

    private void count(String tenant, String model, Usage usage, BigDecimal cost) {
        meters.counter("hub.ai.tokens", "tenant", tenant, "model", model, "kind", "prompt").increment(usage.prompt());
        meters.counter("hub.ai.tokens", "tenant", tenant, "model", model, "kind", "completion").increment(usage.completion());
        meters.counter("hub.ai.cost", "tenant", tenant, "model", model).increment(cost.doubleValue());
    }

    private long longest(ObjectNode body) {
        JsonNode most = body.path("max_completion_tokens").isIntegralNumber() ? body.path("max_completion_tokens") : body.path("max_tokens");
        long choices = Math.max(1, Math.min(128, body.path("n").asLong(1)));
        boolean said = most.isIntegralNumber() && most.bigIntegerValue().signum() > 0;
        // Whoever asks for more than fits a number asks for a lot, not for less than nothing.
        return choices * (!said ? settings.longestAnswer() : most.canConvertToInt() ? most.asInt() : Integer.MAX_VALUE);
    }
}
