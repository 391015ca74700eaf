package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.rate.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BudgetConfigurationTest {

    @EnableConfigurationProperties({PriceSettings.class, BudgetSettings.class, RateSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(ClockWatch.class, () -> new ClockWatch(Clock.systemUTC(), System::nanoTime))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(DataSource.class, JdbcDataSource::new)
            .withBean(TokenBuckets.class, TokenBuckets::local)
            .withBean(ThresholdEvents.class, () -> event -> { })
            .withUserConfiguration(Bound.class, BudgetConfiguration.class);

    @Test
    void nothingNeedsToBeSet() {
        hub.run(context -> {
            assertThat(context.getBean(TokenBudgets.class).budget("acme").limit()).isNull();
            assertThat(context.getBean(BudgetSettings.class).budgetLease()).isEqualTo(Duration.ofMinutes(10));
            assertThat(context.getBean(BudgetSettings.class).longestAnswer()).isEqualTo(1024);
            assertThat(context.getBean(RateSettings.class)).isEqualTo(new RateSettings(60, 600, 0, 0, 50, Duration.ofSeconds(2)));
            assertThat(context).hasSingleBean(ChatBill.class);
        });
    }

    @Test
    void everythingCanBeSet() {
        hub.withPropertyValues("hub.ai.prices[openai/gpt-oss-20b].input=0.075", "hub.ai.prices[openai/gpt-oss-20b].output=0.3",
                "hub.ai.prices[qwen/qwen3.6-27b].input=1", "hub.ai.prices[qwen/qwen3.6-27b].output=2",
                "hub.ai.default-price.input=5", "hub.ai.default-price.output=6", "hub.ai.budgets.acme=12.50", "hub.ai.budgets[Big_One.eu]=7",
                "hub.ai.default-budget=1", "hub.ai.budget-warn-at=90", "hub.ai.longest-answer=500", "hub.ai.rate.per-minute=1", "hub.ai.rate.queue=0",
                "hub.ai.rate.tokens-per-minute=1000").run(context -> {
                    ChatPrices prices = context.getBean(ChatPrices.class);
                    assertThat(prices.cost("openai/gpt-oss-20b", new Usage(1_000_000, 0))).isEqualByComparingTo("0.075");
                    assertThat(prices.cost("qwen/qwen3.6-27b", new Usage(0, 1_000_000))).isEqualByComparingTo("2");
                    assertThat(prices.cost("new", new Usage(1_000_000, 0))).isEqualByComparingTo("5");
                    BudgetSettings budgets = context.getBean(BudgetSettings.class);
                    assertThat(budgets.limit("acme")).isEqualByComparingTo("12.5");
                    assertThat(budgets.limit("Big_One.eu")).isEqualByComparingTo("7");
                    assertThat(budgets.limit("other")).isEqualByComparingTo("1");
                    assertThat(budgets.longestAnswer()).isEqualTo(500);
                    assertThat(context.getBean(RateSettings.class)).isEqualTo(new RateSettings(1, 600, 1000, 0, 0, Duration.ofSeconds(2)));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.ai.prices.x.input=-1", "hub.ai.prices.x.input=1", "hub.ai.prices.x.input=much", "hub.ai.budgets.acme=-1",
        "hub.ai.default-price.output=1", "hub.ai.budget-warn-at=0", "hub.ai.budget-warn-at=101", "hub.ai.budget-lease=1s", "hub.ai.longest-answer=0",
        "hub.ai.rate.per-minute=-1"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
