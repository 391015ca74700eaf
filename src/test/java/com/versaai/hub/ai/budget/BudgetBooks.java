package com.versaai.hub.ai.budget;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.support.HandClock;
import com.versaai.hub.rate.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;

/** What tests elsewhere want to know of budgets. */
public final class BudgetBooks {

    /** May spend one. */
    public static final String TENANT = "acme";
    private static final BudgetSettings SETTINGS = new BudgetSettings(Map.of(TENANT, BigDecimal.ONE), null, 80, Duration.ofMinutes(10), 1024);

    private final TokenBudgets budgets;
    private final ChatPrices prices;
    private final Clock clock;

    private BudgetBooks(TokenBudgets budgets, ChatPrices prices, Clock clock) {
        this.budgets = budgets;
        this.prices = prices;
        this.clock = clock;
    }

    /** Of {@link #TENANT}; the prices are of any model. */
    public BudgetBooks(DataSource database, Clock clock, BigDecimal input, BigDecimal output) {
        prices = new ChatPrices(new PriceSettings(Map.of(), new PriceSettings.Price(input, output)));
        budgets = new TokenBudgets(SETTINGS, prices, new BudgetLedger(database), clock instanceof HandClock hand ? hand.watch()
                : new ClockWatch(clock, System::nanoTime));
        this.clock = clock;
    }

    public static BudgetBooks of(ApplicationContext hub) {
        return new BudgetBooks(hub.getBean(TokenBudgets.class), hub.getBean(ChatPrices.class), hub.getBean(Clock.class));
    }

    /** Any rate will do. */
    public ChatBill bill(ThresholdEvents told, MeterRegistry meters) {
        ChatLimits limits = new ChatLimits(new RateSettings(0, 0, 0, 0, 50, Duration.ofSeconds(2)), TokenBuckets.local());
        return new ChatBill(SETTINGS, limits, budgets, prices, told, meters, clock);
    }

    /** Whether {@link #TENANT} gets it; it has it then. */
    public boolean covers(Usage most) {
        try {
            budgets.reserve(TENANT, "m", most);
            return true;
        } catch (BudgetExceededException e) {
            return false;
        }
    }

    public BigDecimal spent(String tenant) {
        return budgets.budget(tenant).spent();
    }

    public BigDecimal reserved(String tenant) {
        return budgets.budget(tenant).reserved();
    }

    public BigDecimal cost(String model, Usage usage) {
        return prices.cost(model, usage);
    }
}
