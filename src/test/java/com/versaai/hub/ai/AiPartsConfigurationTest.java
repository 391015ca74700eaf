package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;

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

class AiPartsConfigurationTest {

    @EnableConfigurationProperties({PriceSettings.class, BudgetSettings.class, RedactionSettings.class, StatusSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(DataSource.class, JdbcDataSource::new)
            .withUserConfiguration(Bound.class, AiPartsConfiguration.class);

    @Test
    void nothingNeedsToBeSet() {
        hub.run(context -> {
            assertThat(context.getBean(TokenBudgets.class).budget("acme").limit()).isNull();
            assertThat(context.getBean(Redaction.class).enabled()).isFalse();
            assertThat(context.getBean(BudgetSettings.class).budgetLease()).isEqualTo(Duration.ofMinutes(10));
            assertThat(context.getBean(MeterRegistry.class).get("hub.ai.status").gauge().value()).isZero();
            assertThat(context).hasBean("aiHealthIndicator");
        });
    }

    @Test
    void everythingCanBeSet() {
        hub.withPropertyValues("hub.ai.prices[openai/gpt-oss-20b].input=0.075", "hub.ai.prices[openai/gpt-oss-20b].output=0.3",
                "hub.ai.prices[qwen/qwen3.6-27b].input=1", "hub.ai.prices[qwen/qwen3.6-27b].output=2",
                "hub.ai.default-price.input=5", "hub.ai.default-price.output=6", "hub.ai.budgets.acme=12.50", "hub.ai.budgets[Big_One.eu]=7",
                "hub.ai.default-budget=1", "hub.ai.budget-warn-at=90", "hub.ai.redaction.enabled=true", "hub.ai.redaction.patterns.employee-id=E-[0-9]{4}",
                "hub.ai.status.window=1m", "hub.ai.status.degraded-above=0").run(context -> {
                    ChatPrices prices = context.getBean(ChatPrices.class);
                    assertThat(prices.cost("openai/gpt-oss-20b", new Usage(1_000_000, 0))).isEqualByComparingTo("0.075");
                    assertThat(prices.cost("qwen/qwen3.6-27b", new Usage(0, 1_000_000))).isEqualByComparingTo("2");
                    assertThat(prices.cost("new", new Usage(1_000_000, 0))).isEqualByComparingTo("5");
                    BudgetSettings budgets = context.getBean(BudgetSettings.class);
                    assertThat(budgets.limit("acme")).isEqualByComparingTo("12.5");
                    assertThat(budgets.limit("Big_One.eu")).isEqualByComparingTo("7");
                    assertThat(budgets.limit("other")).isEqualByComparingTo("1");
                    assertThat(context.getBean(Redaction.class).open().hide("E-1234")).isEqualTo("⟦EMPLOYEE_ID_1⟧");
                    context.getBean(AiStatus.class).failed();
                    assertThat(context.getBean(MeterRegistry.class).get("hub.ai.status").gauge().value()).isEqualTo(1);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.ai.prices.x.input=-1", "hub.ai.prices.x.input=1", "hub.ai.prices.x.input=much", "hub.ai.budgets.acme=-1",
        "hub.ai.default-price.output=1", "hub.ai.budget-warn-at=0", "hub.ai.budget-warn-at=101", "hub.ai.budget-lease=1s", "hub.ai.status.window=0s",
        "hub.ai.status.unavailable-above=10", "hub.ai.redaction.patterns.x=(", "hub.ai.redaction.patterns.x=y*"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
