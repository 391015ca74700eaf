package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What becomes of reservations whose process died, whose stream is long, or whose database is away. */
abstract class LeasesContract extends BudgetsCase {

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
    void aKilledProcessHoldsNothingLongerThanALeaseWhenTheClockWasSetBack() {
        budgets.reserve("acme", MODEL, tokens(100));
        clock.jump(Duration.ofHours(-5));
        TokenBudgets next = node();
        assertThatThrownBy(() -> next.reserve("acme", MODEL, tokens(1))).isInstanceOf(BudgetExceededException.class);

        clock.forward(Duration.ofSeconds(601));

        assertThat(next.reserve("acme", MODEL, tokens(100))).isNotNull();
    }

    @Test
    void aStreamKeepsItsMoneyWhateverTheClockIsSetTo() {
        for (Duration jump : List.of(Duration.ofMinutes(20), Duration.ofMinutes(-20))) {
            Reservation stream = budgets.reserve("acme", MODEL, tokens(100));
            TokenBudgets other = node();
            clock.jump(jump);
            for (int minute = 0; minute < 15; minute++) {
                clock.forward(Duration.ofMinutes(1));
                budgets.keep(stream);
                assertThatThrownBy(() -> other.reserve("acme", MODEL, tokens(1))).isInstanceOf(BudgetExceededException.class);
            }
            budgets.release(stream);
        }
    }
}
