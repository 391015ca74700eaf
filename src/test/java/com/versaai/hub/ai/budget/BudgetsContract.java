package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.event.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What a budget lets through and what it counts. */
abstract class BudgetsContract extends BudgetsCase {

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
    void makesNoCallThatCannotBeCounted() {
        database.close();

        assertThatThrownBy(() -> budgets.reserve("acme", MODEL, tokens(1))).isInstanceOf(DataAccessException.class);
        assertThat(budgets.reserve("other", MODEL, tokens(1))).isNotNull();
    }

    @Test
    void neverOverrunsHoweverManyCallAtOnce() throws Exception {
        long seed = Long.getLong("hub.test.seed", System.nanoTime());
        System.out.println("BudgetsContract: -Dhub.test.seed=" + seed);
        List<TokenBudgets> nodes = List.of(node(), node(), node());
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<Future<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            TokenBudgets node = nodes.get(i % 3);
            calls.add(threads.submit(call(node, start, i, new Random(seed + i))));
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
    private Callable<Long> call(TokenBudgets node, CountDownLatch start, int number, Random random) {
        return () -> {
            start.await();
            long most = random.nextInt(1, 11);
            try {
                Reservation held = node.reserve("acme", MODEL, tokens(most));
                Budget seen = node.budget("acme");
                assertThat(seen.spent().add(seen.reserved())).isLessThanOrEqualTo(seen.limit());
                if (number % 7 == 0) {
                    node.release(held);
                    return 0L;
                }
                long used = random.nextLong(1, most + 1);
                node.settle(held, tokens(used));
                return used;
            } catch (BudgetExceededException e) {
                return 0L;
            }
        };
    }
}
