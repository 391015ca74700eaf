package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.ai.PriceSettings.Price;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Budgets, on each database the hub runs on. A token costs one: prompt tokens are money here. */
abstract class BudgetsContract {

    private static final String MODEL = "m";
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final HandClock clock = new HandClock();
    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private TokenBudgets budgets;

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
    private TokenBudgets node() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of(MODEL, new Price(MILLION, MILLION)), null));
        BudgetSettings settings = new BudgetSettings(Map.of("acme", new BigDecimal("100"), "stopped", BigDecimal.ZERO), null, 80,
                Duration.ofMinutes(10));
        return new TokenBudgets(settings, prices, new BudgetLedger(database), clock);
    }

    private static Usage tokens(long count) {
        return new Usage(count, 0);
    }

    @Test
    void settlesWhatWasUsedAndGivesBackTheRest() {
        Reservation held = budgets.reserve("acme", MODEL, new Usage(30, 40));
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("70");

        Settlement settlement = budgets.settle(held, new Usage(30, 2));

        assertThat(settlement.cost()).isEqualByComparingTo("32");
        assertThat(settlement.warning()).isEmpty();
        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("32");
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("0");
        assertThat(jdbc.queryForMap("select prompt_tokens, completion_tokens from ai_budget")).containsEntry("prompt_tokens", 30L)
                .containsEntry("completion_tokens", 2L);
        assertThat(rows("ai_reservation")).isZero();
    }

    @Test
    void releasesWhatCostNothing() {
        budgets.release(budgets.reserve("acme", MODEL, tokens(100)));

        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("0");
        assertThat(budgets.reserve("acme", MODEL, tokens(100)).amount()).isEqualByComparingTo("100");
    }

    @Test
    void refusesWhatWouldOverrunAndSaysWhy() {
        budgets.settle(budgets.reserve("acme", MODEL, tokens(60)), tokens(60));
        budgets.reserve("acme", MODEL, tokens(20));

        BudgetExceededException refused = catchThrowableOfType(BudgetExceededException.class,
                () -> budgets.reserve("acme", MODEL, tokens(21)));

        assertThat(refused.tenant()).isEqualTo("acme");
        assertThat(refused.used()).isEqualByComparingTo("80");
        assertThat(refused.limit()).isEqualByComparingTo("100");
        assertThat(refused.resetsAt()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(budgets.reserve("acme", MODEL, tokens(20))).isNotNull();
    }

    @Test
    void refusesEverythingThatCostsUnderABudgetOfNothing() {
        assertThatThrownBy(() -> budgets.reserve("stopped", MODEL, tokens(1))).isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void asksNoDatabaseForATenantWithoutBudget() {
        Reservation free = budgets.reserve("other", MODEL, tokens(1_000_000));
        Reservation nobody = budgets.reserve(null, MODEL, tokens(5));

        assertThat(budgets.settle(free, tokens(7)).cost()).isEqualByComparingTo("7");
        budgets.release(nobody);
        assertThat(budgets.budget("other").limit()).isNull();
        assertThat(rows("ai_budget") + rows("ai_reservation")).isZero();
    }

    @Test
    void warnsOnceAMonthWhicheverNodeCrossesTheShare() {
        TokenBudgets other = node();
        assertThat(budgets.settle(budgets.reserve("acme", MODEL, tokens(79)), tokens(79)).warning()).isEmpty();

        UsageThreshold warning = other.settle(other.reserve("acme", MODEL, tokens(1)), tokens(1)).warning().orElseThrow();

        assertThat(warning.used()).isEqualByComparingTo("80");
        assertThat(warning.month()).isEqualTo(YearMonth.of(2026, 1));
        Event event = warning.event(clock.instant());
        assertThat(event.type()).isEqualTo("user.usage.threshold");
        assertThat(event.tenant()).isEqualTo("acme");
        assertThat(event.data()).containsEntry("customerId", "acme").containsEntry("limit", new BigDecimal("100"))
                .containsEntry("used", new BigDecimal("80.0000")).containsKey("metric");
        assertThat(budgets.settle(budgets.reserve("acme", MODEL, tokens(5)), tokens(5)).warning()).isEmpty();

        clock.set("2026-02-01T00:00:00Z");
        assertThat(budgets.settle(budgets.reserve("acme", MODEL, tokens(90)), tokens(90)).warning()).isPresent();
    }

    @Test
    void settlesIntoTheMonthOfTheReservation() {
        clock.set("2026-01-31T23:59:59Z");
        Reservation held = budgets.reserve("acme", MODEL, tokens(50));
        clock.set("2026-02-01T00:00:01Z");

        budgets.settle(held, tokens(40));

        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("0");
        assertThat(jdbc.queryForObject("select spent from ai_budget where period = '2026-01'", BigDecimal.class)).isEqualByComparingTo("40");
    }

    @Test
    void countsOneEndOnly() {
        Reservation held = budgets.reserve("acme", MODEL, tokens(50));
        budgets.settle(held, tokens(10));

        assertThat(budgets.settle(held, tokens(10)).cost()).isEqualByComparingTo("0");
        budgets.release(held);

        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("10");
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("0");
    }

    @Test
    void freesWhatAKilledProcessHeld() {
        budgets.reserve("acme", MODEL, tokens(100));
        TokenBudgets other = node();
        assertThatThrownBy(() -> other.reserve("acme", MODEL, tokens(1))).isInstanceOf(BudgetExceededException.class);

        clock.forward(Duration.ofMinutes(11));

        assertThat(other.reserve("acme", MODEL, tokens(100))).isNotNull();
        assertThat(rows("ai_reservation")).isEqualTo(1);
    }

    @Test
    void twoNodesThatFreeTheSameReservationsGiveThemBackOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            budgets.reserve("acme", MODEL, tokens(5));
        }
        clock.forward(Duration.ofMinutes(11));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TokenBudgets node = node();
            calls.add(() -> {
                try {
                    node.reserve("acme", MODEL, tokens(60));
                    return true;
                } catch (BudgetExceededException e) {
                    return false;
                }
            });
        }
        int won = 0;
        for (Future<Boolean> call : threads.invokeAll(calls)) {
            won += call.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(won).isEqualTo(1);
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("60");
        assertThat(rows("ai_reservation")).isEqualTo(1);
    }

    @Test
    void countsWhatWasSpentAfterTheLeaseHadRunOut() {
        Reservation slow = budgets.reserve("acme", MODEL, tokens(90));
        clock.forward(Duration.ofMinutes(11));
        Reservation next = budgets.reserve("acme", MODEL, tokens(90));

        budgets.settle(slow, tokens(60));

        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("60");
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("90");
        budgets.release(next);
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("0");
    }

    @Test
    void keepsTheReservationOfAStreamThatRenewsIt() {
        Reservation stream = budgets.reserve("acme", MODEL, tokens(90));
        clock.forward(Duration.ofMinutes(9));
        budgets.keep(stream);
        clock.forward(Duration.ofMinutes(9));

        assertThatThrownBy(() -> budgets.reserve("acme", MODEL, tokens(20))).isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void renewsAReservationWhenAThirdOfItsLeaseHasPassed() {
        Reservation stream = budgets.reserve("acme", MODEL, tokens(90));
        Object first = lease();
        clock.forward(Duration.ofMinutes(3));
        budgets.keep(stream);
        assertThat(lease()).isEqualTo(first);
        clock.forward(Duration.ofMinutes(1));
        budgets.keep(stream);
        assertThat(lease()).isNotEqualTo(first);
    }

    private Object lease() {
        return jdbc.queryForObject("select lease_until from ai_reservation", OffsetDateTime.class);
    }

    @Test
    void whileTheDatabaseIsAwayNotEveryEventOfAStreamWaitsForIt() {
        Reservation stream = budgets.reserve("acme", MODEL, tokens(90));
        clock.forward(Duration.ofMinutes(4));
        database.close();
        assertThatThrownBy(() -> budgets.keep(stream)).isInstanceOf(DataAccessException.class);
        budgets.keep(stream);
        clock.forward(Duration.ofMinutes(4));
        assertThatThrownBy(() -> budgets.keep(stream)).isInstanceOf(DataAccessException.class);
    }

    @Test
    void canBeSettledAgainWhenTheDatabaseWasAway() {
        Reservation held = budgets.reserve("acme", MODEL, tokens(50));
        jdbc.execute("alter table ai_reservation rename to gone");
        assertThatThrownBy(() -> budgets.settle(held, tokens(50))).isInstanceOf(DataAccessException.class);
        jdbc.execute("alter table gone rename to ai_reservation");

        budgets.settle(held, tokens(50));

        assertThat(budgets.budget("acme").spent()).isEqualByComparingTo("50");
        assertThat(budgets.budget("acme").reserved()).isEqualByComparingTo("0");
    }

    @Test
    void makesNoCallThatCannotBeCounted() {
        database.close();

        assertThatThrownBy(() -> budgets.reserve("acme", MODEL, tokens(1))).isInstanceOf(DataAccessException.class);
        assertThat(budgets.reserve("other", MODEL, tokens(1))).isNotNull();
    }

    @Test
    void neverOverrunsHoweverManyCallAtOnce() throws Exception {
        List<TokenBudgets> nodes = List.of(node(), node(), node());
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<Future<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            TokenBudgets node = nodes.get(i % 3);
            calls.add(threads.submit(call(node, start, i)));
        }
        start.countDown();
        long spent = 0;
        for (Future<Long> call : calls) {
            spent += call.get();
        }
        threads.shutdown();

        Budget left = budgets.budget("acme");
        assertThat(left.spent()).isEqualByComparingTo(BigDecimal.valueOf(spent));
        assertThat(left.spent()).isBetween(new BigDecimal("90"), new BigDecimal("100"));
        assertThat(left.reserved()).isEqualByComparingTo("0");
        assertThat(rows("ai_reservation")).isZero();
    }

    /** Reserves up to ten, uses up to that, releases sometimes; answers what it spent. */
    private Callable<Long> call(TokenBudgets node, CountDownLatch start, int number) {
        return () -> {
            start.await();
            long most = ThreadLocalRandom.current().nextLong(1, 11);
            try {
                Reservation held = node.reserve("acme", MODEL, tokens(most));
                Budget seen = node.budget("acme");
                assertThat(seen.spent().add(seen.reserved())).isLessThanOrEqualTo(seen.limit());
                if (number % 7 == 0) {
                    node.release(held);
                    return 0L;
                }
                long used = ThreadLocalRandom.current().nextLong(1, most + 1);
                node.settle(held, tokens(used));
                return used;
            } catch (BudgetExceededException e) {
                return 0L;
            }
        };
    }

    private int rows(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Integer.class);
    }
}
