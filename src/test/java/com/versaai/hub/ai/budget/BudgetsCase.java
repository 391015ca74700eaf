package com.versaai.hub.ai.budget;

import com.versaai.hub.ai.budget.PriceSettings.Price;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/** Budgets, on each database the hub runs on. A token costs one: prompt tokens are money here. */
abstract class BudgetsCase {

    static final String MODEL = "m";
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    final HandClock clock = new HandClock();
    HikariDataSource database;
    JdbcTemplate jdbc;
    TokenBudgets budgets;

    abstract HikariDataSource emptyDatabase(int connections);

    @BeforeEach
    void migrate() {
        database = emptyDatabase(8);
        jdbc = new JdbcTemplate(database);
        budgets = node();
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    /** Another node of the same cluster. */
    TokenBudgets node() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of(MODEL, new Price(MILLION, MILLION)), null));
        BudgetSettings settings = new BudgetSettings(Map.of("acme", new BigDecimal("100"), "stopped", BigDecimal.ZERO), null, 80,
                Duration.ofMinutes(10), 1024);
        return new TokenBudgets(settings, prices, new BudgetLedger(database), clock.watch());
    }

    static Usage tokens(long count) {
        return new Usage(count, 0);
    }

    int rows(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Integer.class);
    }
}
